package io.github.cordonfs.monitor.http;

import io.github.cordonfs.PageInfo;
import io.github.cordonfs.PageState;
import io.github.cordonfs.monitor.pool.FailureLog;
import io.github.cordonfs.monitor.pool.WatchedPool;
import io.github.cordonfs.monitor.tile.Layout;
import io.github.cordonfs.monitor.tile.Pyramid;
import io.github.cordonfs.monitor.tile.Scanner;
import io.github.cordonfs.monitor.tile.Tiles;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers about the map: what it is like, its tiles, its frames and blocks, and files on it. */
final class MapAnswers {

  /** Runs of frames of one file: more are left out, as nobody could tell them apart. */
  private static final int MOST_RUNS = 20_000;

  private static final int MOST_BLOCKS = 1000;

  /** With the first look at all frames, in nanoseconds. */
  private static final long PATIENCE = 300_000_000;

  private final WatchedPool pool;
  private final Pyramid pyramid;
  private final Layout layout;
  private final Tiles tiles;
  private final Scanner scanner;
  private final FailureLog log;

  MapAnswers(WatchedPool pool, Pyramid pyramid, Scanner scanner, FailureLog log) {
    this.pool = pool;
    this.pyramid = pyramid;
    this.layout = pyramid.layout();
    this.tiles = new Tiles(pyramid, pool);
    this.scanner = scanner;
    this.log = log;
  }

  /** Tells what the map is like; {@code more} is added to it. */
  Map<String, Object> describe(Map<String, Object> more) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", pool.name());
    json.put("frames", layout.frames());
    json.put("columns", layout.columns());
    json.put("width", layout.width());
    json.put("height", layout.height());
    json.put("levels", pyramid.lastLevel() + 1);
    json.put("states", Arrays.stream(PageState.values()).map(MapAnswers::word).toList());
    json.putAll(more);
    return json;
  }

  Response tile(Query query) throws Refusal {
    int level = query.number("level", 0, pyramid.lastLevel());
    int x = query.number("x", 0, Integer.MAX_VALUE);
    int y = query.number("y", 0, Integer.MAX_VALUE);
    if (!tiles.exists(level, x, y)) {
      throw new Refusal(404, "there is no tile " + x + ", " + y + " at level " + level);
    }
    return Response.of("application/octet-stream", tiles.tile(level, x, y));
  }

  /** Waits for the first picture, but not long: that of a large pool comes in parts. */
  void awaitFirst() throws Refusal {
    try {
      scanner.awaitFirst(PATIENCE);
    } catch (InterruptedException e) {
      throw closing();
    }
  }

  private static Refusal closing() {
    Thread.currentThread().interrupt();
    return new Refusal(503, "the server is being closed");
  }

  /** Waits until all frames were looked at. */
  void awaitAll() throws Refusal {
    try {
      scanner.awaitFresh();
    } catch (InterruptedException e) {
      throw closing();
    }
  }

  Response frame(Query query) throws Refusal {
    PageInfo info = pool.describe(query.number("n", 0, layout.frames() - 1));
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("frame", info.frame());
    json.put("state", word(info.state()));
    json.put("paths", info.paths());
    json.put("page", info.pageIndex());
    json.put("offset", info.range().offset());
    json.put("length", info.range().length());
    json.put("huge", info.huge());
    json.put("mapped", info.mapped());
    json.put("backed", info.backed());
    json.put("source", info.source() == null ? null : word(info.source()));
    json.put("since", info.state().isOutOfService() ? log.since(info.frame()).orElse(null) : null);
    json.put("pfn", info.kernelPfn() < 0 ? null : "0x" + Long.toHexString(info.kernelPfn()));
    return Response.json(json);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  Response find(Query query) throws Refusal {
    String path = query.text("path");
    List<List<Integer>> runs = new ArrayList<>();
    long pages = 0;
    long present = 0;
    boolean truncated = false;
    int first = -1;
    int count = 0;
    int[] frames = new int[1 << 16];
    try {
      int got;
      do {
        got = pool.frames(path, pages, frames);
        for (int i = 0; i < got; i++) {
          int frame = frames[i];
          present += frame < 0 ? 0 : 1;
          if (count > 0 && frame == first + count) {
            count++;
          } else {
            truncated |= !add(runs, first, count);
            first = frame;
            count = frame < 0 ? 0 : 1;
          }
        }
        pages += got;
      } while (got == frames.length);
    } catch (IOException | InvalidPathException e) {
      throw new Refusal(404, "no such file: " + path);
    }
    truncated |= !add(runs, first, count);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("path", path);
    json.put("pages", pages);
    json.put("present", present);
    json.put("runs", runs);
    json.put("truncated", truncated);
    return Response.json(json);
  }

  private static boolean add(List<List<Integer>> runs, int first, int count) {
    if (count > 0 && runs.size() < MOST_RUNS) {
      runs.add(List.of(first, count));
      return true;
    }
    return count == 0;
  }

  Response blocks(Query query) throws Refusal {
    int first = query.number("first", 0, layout.blocks() - 1, 0);
    int most = query.number("count", 1, MOST_BLOCKS, 100);
    boolean failed = query.text("only", "all").equals("failed");
    List<Object> rows = new ArrayList<>();
    int block = first;
    for (; block < layout.blocks() && rows.size() < most; block++) {
      if (!failed || isFailed(block)) {
        List<Integer> counts = new ArrayList<>();
        for (PageState state : PageState.values()) {
          counts.add(pyramid.count(block, state.code()));
        }
        rows.add(Map.of("block", block, "counts", counts));
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("blocks", layout.blocks());
    json.put("rows", rows);
    json.put("next", block < layout.blocks() ? block : -1);
    return Response.json(json);
  }

  private boolean isFailed(int block) {
    for (PageState state : PageState.values()) {
      if (state.isOutOfService() && pyramid.count(block, state.code()) > 0) {
        return true;
      }
    }
    return false;
  }
}
