package io.github.cordonfs.lucene.example;

import java.io.IOException;
import org.apache.lucene.store.FilterIndexInput;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.RandomAccessInput;

/** An input that notes what is asked of it; so do its clones and slices. */
final class RecordingInput extends FilterIndexInput implements RandomAccessInput {

  private final RecordingDirectory notes;
  private final String file;

  /** Where this slice begins in the file. */
  private final long base;

  RecordingInput(IndexInput in, RecordingDirectory notes, String file, long base) {
    super("recording " + in, in);
    this.notes = notes;
    this.file = file;
    this.base = base;
  }

  private void next(long length) {
    at(in.getFilePointer(), length);
  }

  private void at(long position, long length) {
    notes.note(file, base + position, length);
  }

  private RandomAccessInput absolute() {
    return (RandomAccessInput) in;
  }

  @Override
  public byte readByte() throws IOException {
    next(Byte.BYTES);
    return in.readByte();
  }

  @Override
  public short readShort() throws IOException {
    next(Short.BYTES);
    return in.readShort();
  }

  @Override
  public int readInt() throws IOException {
    next(Integer.BYTES);
    return in.readInt();
  }

  @Override
  public long readLong() throws IOException {
    next(Long.BYTES);
    return in.readLong();
  }

  @Override
  public void readBytes(byte[] target, int offset, int length) throws IOException {
    next(length);
    in.readBytes(target, offset, length);
  }

  @Override
  public void readInts(int[] target, int offset, int length) throws IOException {
    next((long) length * Integer.BYTES);
    in.readInts(target, offset, length);
  }

  @Override
  public void readLongs(long[] target, int offset, int length) throws IOException {
    next((long) length * Long.BYTES);
    in.readLongs(target, offset, length);
  }

  @Override
  public void readFloats(float[] target, int offset, int length) throws IOException {
    next((long) length * Float.BYTES);
    in.readFloats(target, offset, length);
  }

  @Override
  public byte readByte(long position) throws IOException {
    at(position, Byte.BYTES);
    return absolute().readByte(position);
  }

  @Override
  public void readBytes(long position, byte[] target, int offset, int length) throws IOException {
    at(position, length);
    absolute().readBytes(position, target, offset, length);
  }

  @Override
  public short readShort(long position) throws IOException {
    at(position, Short.BYTES);
    return absolute().readShort(position);
  }

  @Override
  public int readInt(long position) throws IOException {
    at(position, Integer.BYTES);
    return absolute().readInt(position);
  }

  @Override
  public long readLong(long position) throws IOException {
    at(position, Long.BYTES);
    return absolute().readLong(position);
  }

  @Override
  public RecordingInput clone() {
    return new RecordingInput(in.clone(), notes, file, base);
  }

  @Override
  public IndexInput slice(String description, long offset, long length) throws IOException {
    return new RecordingInput(in.slice(description, offset, length), notes, file, base + offset);
  }
}
