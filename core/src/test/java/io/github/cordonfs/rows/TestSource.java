package io.github.cordonfs.rows;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Finds the tests in the text of a Java source. The compiler's own parser reads it, so comments,
 * strings and nested classes are no trouble, and nothing has to be on a class path.
 */
final class TestSource {

  /** What makes a method a test, in JUnit and in jqwik. */
  private static final Set<String> TEST_ANNOTATIONS =
      Set.of(
          "Test",
          "ParameterizedTest",
          "RepeatedTest",
          "TestFactory",
          "TestTemplate",
          "Property",
          "Example");

  private TestSource() {}

  /**
   * Returns the tests in a source, in its order.
   *
   * @param name of the file, for messages
   * @throws IllegalArgumentException if it is not Java
   */
  static List<TaggedTest> tests(String module, String name, String text) {
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, problems, List.of("-proc:none"), null, List.of(file(text)));
    List<TaggedTest> tests = new ArrayList<>();
    try {
      for (CompilationUnitTree unit : task.parse()) {
        String location = unit.getPackageName() == null ? "" : unit.getPackageName() + ".";
        for (Tree type : unit.getTypeDecls()) {
          type.accept(new Visitor(module, location, Set.of(), tests), null);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!problems.getDiagnostics().isEmpty()) {
      throw new IllegalArgumentException(name + ": " + problems.getDiagnostics().getFirst());
    }
    return tests;
  }

  private static JavaFileObject file(String text) {
    return new SimpleJavaFileObject(
        URI.create("string:///Source.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  /** Visits one class; those in it get a visitor of their own, which knows the tags around it. */
  private static final class Visitor extends TreeScanner<Void, Void> {
    private final String module;
    private final String location;
    private final Set<String> inherited;
    private final List<TaggedTest> found;
    private String type = "";
    private Set<String> classTags = Set.of();

    Visitor(String module, String location, Set<String> inherited, List<TaggedTest> found) {
      this.module = module;
      this.location = location;
      this.inherited = inherited;
      this.found = found;
    }

    @Override
    public Void visitClass(ClassTree tree, Void unused) {
      type = location + tree.getSimpleName();
      classTags = with(inherited, tree.getModifiers());
      for (Tree member : tree.getMembers()) {
        if (member instanceof ClassTree) {
          member.accept(new Visitor(module, type + ".", classTags, found), null);
        } else if (member instanceof MethodTree) {
          member.accept(this, null);
        }
      }
      return null;
    }

    @Override
    public Void visitMethod(MethodTree tree, Void unused) {
      boolean isTest =
          tree.getModifiers().getAnnotations().stream()
              .anyMatch(annotation -> TEST_ANNOTATIONS.contains(simpleName(annotation)));
      if (isTest) {
        found.add(
            new TaggedTest(
                module, type, tree.getName().toString(), with(classTags, tree.getModifiers())));
      }
      return null;
    }

    private static Set<String> with(Set<String> around, ModifiersTree modifiers) {
      Set<String> tags = new TreeSet<>(around);
      for (AnnotationTree annotation : modifiers.getAnnotations()) {
        switch (simpleName(annotation)) {
          case "Tag", "Tags", "TagList" -> tags.addAll(literals(annotation));
          default -> {}
        }
      }
      return tags;
    }

    /** Returns all strings in an annotation: that is the value of a Tag, or of each in a Tags. */
    private static List<String> literals(AnnotationTree annotation) {
      List<String> values = new ArrayList<>();
      TreeScanner<Void, Void> strings =
          new TreeScanner<>() {
            @Override
            public Void visitLiteral(LiteralTree tree, Void unused) {
              if (tree.getValue() instanceof String value) {
                values.add(value);
              }
              return null;
            }
          };
      annotation.accept(strings, null);
      return values;
    }

    private static String simpleName(AnnotationTree annotation) {
      String name = annotation.getAnnotationType().toString();
      return name.substring(name.lastIndexOf('.') + 1);
    }
  }
}
