package io.github.cordonfs.nio;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.URL;
import java.util.Set;

/**
 * Loads Cordon once more, with a call to {@link InjectedErrors} before everything that allocates:
 * what Cordon makes itself, and what it calls of the JDK that does.
 */
final class ErrorsEverywhere extends ClassLoader {

  private static final String ROOT = "io.github.cordonfs.";
  private static final ClassDesc INJECTED = ClassDesc.of(InjectedErrors.class.getName());
  private static final MethodTypeDesc NOTHING = MethodTypeDesc.of(ConstantDescs.CD_void);

  /** Methods of collections and strings that allocate nothing. */
  private static final Set<String> FRUGAL =
      Set.of(
          "size",
          "isEmpty",
          "get",
          "contains",
          "containsKey",
          "remove",
          "clear",
          "poll",
          "hasNext",
          "next",
          "getFirst",
          "getLast",
          "equals",
          "hashCode",
          "orElse",
          "isPresent",
          "length",
          "charAt",
          "startsWith",
          "indexOf",
          "requireNonNull",
          "checkFromIndexSize",
          "byteSize",
          "compareTo",
          "ordinal",
          "set",
          "isReadOnly",
          "isNative",
          "address",
          "close");

  ErrorsEverywhere(ClassLoader parent) {
    super("errors", parent);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      if (!name.startsWith(ROOT) || name.startsWith(InjectedErrors.class.getName())) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    URL url = getParent().getResource(name.replace('.', '/') + ".class");
    if (url == null) {
      throw new ClassNotFoundException(name);
    }
    try (InputStream in = url.openStream()) {
      byte[] bytes = in.readAllBytes();
      // Tests are loaded here, too, but as they are.
      byte[] defined = url.getPath().contains("test") ? bytes : transformed(bytes);
      return defineClass(name, defined, 0, defined.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private byte[] transformed(byte[] bytes) {
    ClassFile classFile =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(getParent())));
    CodeTransform transform =
        (code, element) -> {
          if (isBarrier(element)) {
            code.with(element);
            code.invokestatic(INJECTED, "copy", NOTHING);
            return;
          }
          if (allocates(element)) {
            code.invokestatic(INJECTED, "allocation", NOTHING);
          }
          code.with(element);
        };
    return classFile.transformClass(
        classFile.parse(bytes), ClassTransform.transformingMethodBodies(transform));
  }

  /** Where HotSpot throws what an access to bad memory is answered with. */
  private static boolean isBarrier(CodeElement element) {
    return element instanceof InvokeInstruction call
        && call.name().equalsString("barrier")
        && call.owner().asInternalName().endsWith("os/Linux");
  }

  private static boolean allocates(CodeElement element) {
    return switch (element) {
      case NewObjectInstruction _,
          NewPrimitiveArrayInstruction _,
          NewReferenceArrayInstruction _,
          NewMultiArrayInstruction _,
          InvokeDynamicInstruction _ ->
          true;
      case InvokeInstruction call -> allocates(call);
      default -> false;
    };
  }

  private static boolean allocates(InvokeInstruction call) {
    String owner = call.owner().asInternalName();
    String name = call.name().stringValue();
    boolean collections =
        owner.startsWith("java/util/")
            && !owner.startsWith("java/util/concurrent/locks/")
            && !owner.startsWith("java/util/concurrent/atomic/");
    boolean values =
        owner.startsWith("java/time/")
            || owner.equals("java/lang/String")
            || owner.equals("java/lang/foreign/Arena")
            || owner.equals("java/lang/foreign/MemorySegment")
            || name.equals("valueOf")
            || name.equals("clone");
    return (collections || values) && !FRUGAL.contains(name) && !name.equals("<init>");
  }
}
