package io.github.cordonfs.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.junit.jupiter.api.Test;

/**
 * What becomes of each method of {@code FileSystem}: the wrapper has it, {@code FilterFileSystem}
 * forwards it, or it is listed here with the reason why neither is needed.
 */
class ForwardingTest {

  private static final String BY_OTHERS = "made of other methods, which are forwarded";
  private static final String OF_THIS = "about this object, and not about what is stored";

  private static final Map<String, String> NEEDS_NONE = reasons();

  private static Map<String, String> reasons() {
    Map<String, String> reasons = new TreeMap<>();
    for (String each :
        new String[] {
          "append(Path)",
          "append(Path,boolean)",
          "append(Path,int)",
          "append(Path,int,Progressable,boolean)",
          "copyFromLocalFile(Path,Path)",
          "copyToLocalFile(Path,Path)",
          "copyToLocalFile(boolean,Path,Path,boolean)",
          "create(Path)",
          "create(Path,FsPermission,EnumSet,int,short,long,Progressable)",
          "create(Path,Progressable)",
          "create(Path,boolean)",
          "create(Path,boolean,int)",
          "create(Path,boolean,int,Progressable)",
          "create(Path,boolean,int,short,long)",
          "create(Path,boolean,int,short,long,Progressable)",
          "create(Path,short)",
          "create(Path,short,Progressable)",
          "createNewFile(Path)",
          "createNonRecursive(Path,FsPermission,boolean,int,short,long,Progressable)",
          "createNonRecursive(Path,boolean,int,short,long,Progressable)",
          "delete(Path)",
          "getBlockSize(Path)",
          "getLength(Path)",
          "getName()",
          "getReplication(Path)",
          "getStatus()",
          "listStatus(Path[])",
          "listStatus(Path[],PathFilter)",
          "moveFromLocalFile(Path,Path)",
          "moveFromLocalFile(Path[],Path)",
          "moveToLocalFile(Path,Path)",
          "open(Path)",
          "open(PathHandle)",
          "primitiveMkdir(Path,FsPermission,boolean)"
        }) {
      reasons.put(each, BY_OTHERS);
    }
    for (String each :
        new String[] {
          "cancelDeleteOnExit(Path)",
          "deleteOnExit(Path)",
          "processDeleteOnExit()",
          "getScheme()",
          "getDefaultPort()",
          "fixRelativePart(Path)"
        }) {
      reasons.put(each, OF_THIS);
    }
    reasons.put("listStatusBatch(Path,byte[])", "for listStatusIterator, which is forwarded");
    return reasons;
  }

  private static String signature(Method method) {
    StringBuilder text = new StringBuilder(method.getName()).append('(');
    for (Class<?> each : method.getParameterTypes()) {
      text.append(text.charAt(text.length() - 1) == '(' ? "" : ",").append(each.getSimpleName());
    }
    return text.append(')').toString();
  }

  private static boolean has(Class<?> type, Method method) {
    try {
      return type.getDeclaredMethod(method.getName(), method.getParameterTypes()) != null;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  @Test
  void eachMethodIsForwardedOrOverriddenOrNeedsNeither() {
    TreeSet<String> neither = new TreeSet<>();
    TreeSet<String> listedForNothing = new TreeSet<>(NEEDS_NONE.keySet());
    Stream.of(FileSystem.class.getDeclaredMethods())
        .filter(each -> !Modifier.isStatic(each.getModifiers()) && !each.isSynthetic())
        .filter(each ->
            Modifier.isPublic(each.getModifiers()) || Modifier.isProtected(each.getModifiers()))
        .filter(each -> !Modifier.isFinal(each.getModifiers()))
        .filter(each -> !has(CordonCachingFileSystem.class, each))
        .filter(each -> !has(FilterFileSystem.class, each))
        .map(ForwardingTest::signature)
        .forEach(each -> {
          if (!listedForNothing.remove(each)) {
            neither.add(each);
          }
        });
    assertThat(neither).isEmpty();
    assertThat(listedForNothing).isEmpty();
  }
}
