package io.github.cordonfs;

import java.io.IOException;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A view of file attributes that Cordon does not have of its own: see {@link
 * CordonOptions#attributeProviders(AttributeProvider...)}. Its values are objects that are kept
 * with each file, directory and symbolic link and mean nothing to Cordon; a file that was given
 * none costs nothing. They are read and set by name, {@code Files.getAttribute(path,
 * "view:attribute")}, or by a type of view. Copies with {@code COPY_ATTRIBUTES} take them along to
 * wherever the same provider is. With {@link CordonOptions#enforcePermissions} they may be set by
 * the owner of the file (contract row S43).
 *
 * <p>A provider is asked by several threads at the same time, with no lock held. What it says of
 * names and types must always be the same.
 */
public interface AttributeProvider {

  /** Returns the name of the view: not empty, without colon and comma, and no other view's. */
  String name();

  /** Returns the names of its attributes: not empty, without colon, comma and asterisk. */
  Set<String> attributes();

  /**
   * Returns the value of an attribute that nobody has set.
   *
   * @param attribute one of {@link #attributes}
   * @param file what else there is to know of the file
   */
  Object defaultValue(String attribute, PosixFileAttributes file);

  /**
   * Checks a value that is to be set.
   *
   * @param attribute one of {@link #attributes}
   * @param value not null
   * @return what is to be kept: the value, or what it means; something that nobody changes
   * @throws ClassCastException if it is of the wrong type
   * @throws IllegalArgumentException if it is wrong otherwise, or the attribute cannot be set
   */
  Object checked(String attribute, Object value);

  /**
   * Returns those of the views {@code basic}, {@code owner}, {@code posix} and {@code unix} whose
   * attributes this one has, too, by the same names.
   */
  default Set<String> includes() {
    return Set.of();
  }

  /** Returns the type that {@code Files.getFileAttributeView} is asked for, if there is one. */
  default Optional<Class<? extends FileAttributeView>> viewType() {
    return Optional.empty();
  }

  /**
   * Returns a view of a path, of the type {@link #viewType}. The path need not exist.
   *
   * @param attributes of the path
   */
  default FileAttributeView view(Attributes attributes) {
    throw new UnsupportedOperationException("the view \"" + name() + "\" has no type");
  }

  /**
   * Returns the type that {@code Files.readAttributes} is asked for, if there is one. Then the view
   * is a {@link java.nio.file.attribute.BasicFileAttributeView} and reads attributes of that type.
   */
  default Optional<Class<? extends BasicFileAttributes>> attributesType() {
    return Optional.empty();
  }

  /** All attributes of a path, by names as {@code Files.getAttribute} has them: for views. */
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
   * Returns a view of attributes that are kept as they are set. Each has values of one class, that
   * of the value it has before.
   *
   * @param name of the view
   * @param defaults the attributes, and the value each has before one is set; immutable
   */
  static AttributeProvider of(String name, Map<String, ?> defaults) {
    return new PlainAttributes(name, Map.copyOf(defaults));
  }

  /**
   * Returns the view {@code acl}, of {@link java.nio.file.attribute.AclFileAttributeView}, with the
   * attributes {@code acl} and {@code owner}. Lists are stored and shown, and empty before one is
   * set; they allow and deny nothing. It is the same object each time.
   */
  static AttributeProvider acl() {
    return AclAttributes.INSTANCE;
  }
}
