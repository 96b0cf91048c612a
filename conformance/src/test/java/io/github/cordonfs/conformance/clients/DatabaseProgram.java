package io.github.cordonfs.conformance.clients;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.PoisonedPageException;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Fills a database of H2 below a path, lets memory fail under its file, page after page, and tells
 * what a reader of all rows is told. Run in a JVM of its own, whose default file system has Cordon
 * at that path. Neither H2 nor its URL knows of it.
 */
final class DatabaseProgram {

  private static final int ROWS = 20_000;
  private static final int PAGE = 4096;
  private static final String NOTHING_LOST = "all rows";
  private static final String FEWER = " rows only";

  private final String url;
  private final Path file;

  private DatabaseProgram(Path directory) {
    url = "jdbc:h2:file:" + directory.resolve("db");
    file = directory.resolve("db.mv.db");
  }

  public static void main(String[] args) throws Exception {
    new DatabaseProgram(Path.of(args[0])).run();
  }

  private void run() throws Exception {
    fill();
    System.out.println("after reopening: " + read());
    System.out.println(
        "seen by java.nio and java.io: "
            + Files.exists(file)
            + " "
            + new File(file.toString()).exists());
    MemoryFailures failures = CordonFileSystem.of(FileSystems.getDefault()).memoryFailures();
    // How many: it depends on when the database's own thread writes what is live and what is not.
    boolean told = false;
    long size = Files.size(file);
    for (long offset = 2 * PAGE; offset + PAGE < size; offset += 16 * PAGE) {
      ByteBuffer replica = page(offset);
      failures.strike(file, offset);
      String result = read();
      switch (result) {
        case NOTHING_LOST -> {}
        case "error" -> told = true;
        default -> {
          // Where the database cannot read the head or foot of its newest chunk, it takes an older
          // one and says nothing. It was told: whoever reads the page is.
          if (!result.endsWith(FEWER) || !isTold(offset)) {
            System.out.println("page at " + offset + ": " + result);
          }
        }
      }
      failures.restore(file, new ByteRange(offset, PAGE), replica);
    }
    System.out.println("told: " + told);
    System.out.println("after restoring: " + read());
  }

  private void fill() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("create table t(id int primary key, v varchar(200))");
      connection.setAutoCommit(false);
      try (PreparedStatement insert = connection.prepareStatement("insert into t values(?, ?)")) {
        for (int i = 0; i < ROWS; i++) {
          insert.setInt(1, i);
          insert.setString(2, value(i));
          insert.executeUpdate();
        }
      }
      connection.commit();
    }
  }

  private static String value(int id) {
    return "row " + id + " " + "x".repeat(id % 150);
  }

  private ByteBuffer page(long offset) throws Exception {
    ByteBuffer page = ByteBuffer.allocate(PAGE);
    try (FileChannel channel = FileChannel.open(file)) {
      channel.read(page, offset);
    }
    return page.flip();
  }

  private boolean isTold(long offset) throws Exception {
    try {
      var _ = page(offset);
      return false;
    } catch (PoisonedPageException e) {
      return true;
    }
  }

  /** Reads and checks all rows, as somebody would who may not write. */
  private String read() {
    try (Connection connection = DriverManager.getConnection(url + ";ACCESS_MODE_DATA=r");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select id, v from t order by id")) {
      int expected = 0;
      while (rows.next()) {
        if (rows.getInt(1) != expected || !rows.getString(2).equals(value(expected))) {
          return "wrong row " + rows.getInt(1) + " for " + expected;
        }
        expected++;
      }
      return expected == ROWS ? NOTHING_LOST : expected + FEWER;
    } catch (SQLException e) {
      return "error";
    }
  }
}
