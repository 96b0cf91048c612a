package io.github.cordonfs.cli.drill.storm;

import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.cli.drill.judge.DrillCounters;
import io.github.cordonfs.cli.drill.judge.WriterFile;
import io.github.cordonfs.cli.drill.judge.WriterJudge;
import io.github.cordonfs.cli.drill.load.Pages;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * Writes and reads a writer's files through their channels. Where it is told of a loss it repairs
 * the page and goes on; the model of the content stays exact throughout. Used by one writer.
 */
final class ChannelAccess {

  static final int LONGEST = 64 << 10;

  private final WriterJudge judge;
  private final DrillCounters counters;
  private final Repairs repairs;
  private final SplittableRandom random;
  private final byte[] noise = new byte[1 << 20];
  private final ByteBuffer heap = ByteBuffer.allocate(LONGEST);
  private final ByteBuffer direct = ByteBuffer.allocateDirect(LONGEST);

  ChannelAccess(DrillContext context, Repairs repairs, SplittableRandom random) {
    this.judge = context.writerJudge;
    this.counters = context.counters;
    this.repairs = repairs;
    this.random = random;
    random.nextBytes(noise);
  }

  /** Returns random bytes, more than {@link #LONGEST}. */
  byte[] noise() {
    return noise;
  }

  /** Returns where in the noise to take up to {@link #LONGEST} bytes. */
  int someNoise() {
    return random.nextInt(noise.length - LONGEST);
  }

  /** Writes new content, repairing lost pages in the way. */
  void write(WriterFile file, int offset, int wanted) throws IOException {
    int end = Math.min(offset + wanted, WriterFile.MAX_SIZE);
    int from = someNoise();
    boolean cut = false;
    int at = offset;
    for (int tries = 0; at < end; tries++) {
      ByteBuffer source = random.nextBoolean() ? heap : direct;
      source.clear().put(noise, from, end - at).flip();
      int n;
      try {
        n = file.channel.write(source, at);
      } catch (PoisonedPageException e) {
        judge.failed(file, at, e);
        cut = false;
        if (!repairs.repair(file, Pages.of(at), tries)) {
          return;
        }
        continue;
      }
      if (cut) {
        judge.wentOn(file, at, "write");
      }
      file.wrote(noise, from, at, n);
      counters.bytesWritten.add(n);
      at += n;
      cut = at < end;
    }
  }

  /** Reads a range and compares it; of the lost pages in it, repairs some and leaves some. */
  void readBack(WriterFile file, int offset, int end) throws IOException {
    boolean cut = false;
    long at = offset;
    for (int tries = 0; at < Math.min(end, file.size); tries++) {
      ByteBuffer target = random.nextBoolean() ? heap : direct;
      int wanted = (int) Math.min(LONGEST, Math.min(end, file.size) - at);
      target.clear().limit(wanted);
      int n;
      try {
        n = file.channel.read(target, at);
      } catch (PoisonedPageException e) {
        judge.failed(file, at, e);
        cut = false;
        if (random.nextBoolean()) {
          repairs.repair(file, Pages.of(at), tries);
        }
        at = Pages.start(Pages.of(at) + 1);
        continue;
      }
      if (cut || n <= 0) {
        judge.wentOn(file, at, "read");
      }
      if (n <= 0) {
        return;
      }
      judge.delivered(file, (int) at, MemorySegment.ofBuffer(target.clear()), n);
      cut = n < wanted;
      at += n;
    }
  }
}
