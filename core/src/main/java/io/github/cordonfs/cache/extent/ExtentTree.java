package io.github.cordonfs.cache.extent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The extents of a file by their index, 0 to 2^42 - 1: a radix tree, 512 ways, as deep as the
 * largest index needs. A file of one extent has no node. Look-ups take no lock; changes are made by
 * one thread at a time, who has the address space's lock.
 */
public final class ExtentTree {

  private static final int BITS = 9;
  private static final int WAYS = 1 << BITS;
  private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(Object[].class);

  /** Null, the extent with index 0, or a node. */
  private volatile @Nullable Object root;

  private static final class Node {
    /** Bits of the index that the levels below take. */
    final int shift;

    /** Nodes, or extents where shift is 0. */
    final @Nullable Object[] slots = new Object[WAYS];

    int used;

    Node(int shift) {
      this.shift = shift;
    }

    boolean covers(long index) {
      return index >>> shift < WAYS;
    }

    int slot(long index) {
      return (int) (index >>> shift) & WAYS - 1;
    }

    @Nullable Object child(int slot) {
      return SLOTS.getAcquire(slots, slot);
    }

    void set(int slot, @Nullable Object child) {
      used += (child == null ? 0 : 1) - (slots[slot] == null ? 0 : 1);
      SLOTS.setRelease(slots, slot, child);
    }
  }

  /** Returns the extent with an index, or null. */
  public @Nullable Extent get(long index) {
    Object at = root;
    if (at instanceof Extent extent) {
      return index == 0 ? extent : null;
    }
    Node node = (Node) at;
    if (node == null || !node.covers(index)) {
      return null;
    }
    while (node.shift > 0) {
      node = (Node) node.child(node.slot(index));
      if (node == null) {
        return null;
      }
    }
    return (Extent) node.child(node.slot(index));
  }

  /** Returns the extent with index 0 if there never was another, or null. */
  public @Nullable Extent sole() {
    return root instanceof Extent extent ? extent : null;
  }

  /** Returns the first extent whose index is at least the one given, or null. */
  public @Nullable Extent ceiling(long index) {
    Object at = root;
    if (at instanceof Extent extent) {
      return index == 0 ? extent : null;
    }
    Node node = (Node) at;
    return node == null || !node.covers(index) ? null : ceiling(node, index);
  }

  private static @Nullable Extent ceiling(Node node, long index) {
    long from = index;
    for (int slot = node.slot(index); slot < WAYS; slot++) {
      Object child = node.child(slot);
      if (child instanceof Extent extent) {
        return extent;
      }
      if (child != null) {
        Extent found = ceiling((Node) child, from);
        if (found != null) {
          return found;
        }
      }
      from = 0; // the slots that follow are looked through from their beginning
    }
    return null;
  }

  /** Adds an extent; there is none with its index. */
  public void add(Extent extent) {
    long index = extent.index;
    if (root == null && index == 0) {
      root = extent;
      return;
    }
    Node node = rootCovering(index);
    while (node.shift > 0) {
      int slot = node.slot(index);
      Node child = (Node) node.child(slot);
      if (child == null) {
        child = new Node(node.shift - BITS);
        node.set(slot, child);
      }
      node = child;
    }
    node.set(node.slot(index), extent);
  }

  /** Returns the root node, after adding levels until it covers an index. */
  private Node rootCovering(long index) {
    Object at = root;
    Node node;
    if (at instanceof Node existing) {
      node = existing;
    } else {
      node = new Node(0);
      if (at != null) {
        node.set(0, at);
      }
    }
    while (!node.covers(index)) {
      Node above = new Node(node.shift + BITS);
      if (node.used > 0) {
        above.set(0, node);
      }
      node = above;
    }
    root = node;
    return node;
  }

  /** Removes the extent with an index, if there is one, and nodes that it leaves empty. */
  public void remove(long index) {
    Object at = root;
    if (at instanceof Extent) {
      if (index == 0) {
        root = null;
      }
    } else if (at != null && ((Node) at).covers(index) && remove((Node) at, index)) {
      root = null;
    }
  }

  /** Returns whether the node is empty afterwards. */
  private static boolean remove(Node node, long index) {
    int slot = node.slot(index);
    Object child = node.child(slot);
    if (child != null && (node.shift == 0 || remove((Node) child, index))) {
      node.set(slot, null);
    }
    return node.used == 0;
  }
}
