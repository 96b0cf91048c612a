package io.github.cordonfs.vfs.attribute;

/**
 * Who a file belongs to: names only, permissions are stored and not enforced. Shared by all inodes
 * with the same owners.
 *
 * @param user name of the owner
 * @param group name of the group
 */
public record Owners(String user, String group) {}
