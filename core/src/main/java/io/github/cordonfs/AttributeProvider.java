package io.github.cordonfs;

import java.io.IOException;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * An attribute view of your own, added with {@link
 * CordonOptionsBuilder#attributeProviders(AttributeProvider...)}. Its values are objects that
 * Cordon keeps with each file, directory and symbolic link, and does not interpret. A file without
 * such values takes no memory for them. They are read and set by name, {@code
 * Files.getAttribute(path, "view:attribute")}, or through a view type. A copy with {@code
 * COPY_ATTRIBUTES} copies them if the target's file system has the same provider. With {@link
 * CordonOptions#enforcePermissions} only the owner of a file can set them.
 *
 * <p>Several threads call a provider at the same time, with no lock held. The names and types that
 * it returns must never change.
 */
public interface AttributeProvider {

  /** Returns the name of the view: unique, not empty, without colon, comma and asterisk. */
  String name();

  /** Returns the names of its attributes, each not empty, without colon, comma and asterisk. */
  Set<String> attributes();

  /**
   * Returns the value of an attribute that was never set.
   *
   * @param attribute one of {@link #attributes}
   * @param file the other attributes of the file
   */
  Object defaultValue(String attribute, PosixFileAttributes file);

  /**
   * Checks a value that is to be set.
   *
   * @param attribute one of {@link #attributes}
   * @param value not null
   * @return the immutable value to keep: the one given, or one converted from it
   * @throws ClassCastException if the value is of the wrong type
   * @throws IllegalArgumentException if it is wrong otherwise, or if the attribute cannot be set
   */
  Object checked(String attribute, Object value);

  /**
   * Returns those of the views {@code basic}, {@code owner}, {@code posix} and {@code unix} whose
   * attributes this view has as well, under the same names.
   */
  default Set<String> includes() {
    return Set.of();
  }

  /** Returns the type to pass to {@code Files.getFileAttributeView}; empty if there is none. */
  default Optional<Class<? extends FileAttributeView>> viewType() {
    return Optional.empty();
  }

  /**
   * Returns a view of a path, of the type {@link #viewType}. The file need not exist.
   *
   * @param attributes of the path
   */
  default FileAttributeView view(Attributes attributes) {
    throw new UnsupportedOperationException("the view \"" + name() + "\" has no type");
  }

  /**
   * Returns the type to pass to {@code Files.readAttributes}; empty if there is none. If there is
   * one, the view must be a {@link java.nio.file.attribute.BasicFileAttributeView} whose {@code
   * readAttributes} returns that type.
   */
  default Optional<Class<? extends BasicFileAttributes>> attributesType() {
    return Optional.empty();
  }

  /** All attributes of a path, under the names that {@code Files.getAttribute} takes. */
  interface Attributes {

    /**
     * Reads an attribute.
     *
     * @param attribute name, with that of the view and a colon before it
     * @throws IOException as {@code Files.getAttribute}
     */
    Object get(String attribute) throws IOException;

    /**
     * Sets an attribute.
     *
     * @param attribute name, with that of the view and a colon before it
     * @throws IOException as {@code Files.setAttribute}
     */
    void set(String attribute, Object value) throws IOException;
  }

  /**
   * Returns a view whose attributes keep what they are set to. The values of an attribute must be
   * of the class of its default value.
   *
   * @param name the name of the view
   * @param defaults the attributes and their default values, which must be immutable
   */
  static AttributeProvider of(String name, Map<String, ?> defaults) {
    return new PlainAttributes(
        Objects.requireNonNull(name, "name"),
        Map.copyOf(Objects.requireNonNull(defaults, "defaults")));
  }

  /**
   * Returns the view {@code acl}, of type {@link java.nio.file.attribute.AclFileAttributeView},
   * with the attributes {@code acl} and {@code owner}. Access control lists are stored and shown,
   * but not enforced. A list that was never set is empty. Always returns the same object.
   */
  static AttributeProvider acl() {
    return AclAttributes.INSTANCE;
  }
}
