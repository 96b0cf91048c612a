package io.github.cordonfs.conformance.clients;

import io.github.cordonfs.CordonFileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Reads a database of H2 that is on the disk while memory fails under all its pages, and tries to
 * change it. Run in a JVM of its own, whose default file system reads that part of the disk through
 * Cordon. Neither H2 nor its URL knows of it.
 */
final class DiskDatabaseProgram {

  private static final int ROWS = 20_000;

  private static final int PAGE = 4096;
  private static final int SHORTEST_ROW = "row 0".length();

  private DiskDatabaseProgram() {}

  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    String url = "jdbc:h2:file:" + directory.resolve("db");
    Path file = directory.resolve("db.mv.db");
    System.out.println("rows: " + rows(url));
    CordonFileSystem cordon = CordonFileSystem.of(FileSystems.getDefault());
    // The database reads what is live, which is not the whole file.
    System.out.println(
        "in the page cache: " + (cordon.memoryUsage().usedBytes() >= (long) ROWS * SHORTEST_ROW));
    for (long offset = 0; offset < Files.size(file); offset += PAGE) {
      cordon.memoryFailures().strike(file, offset);
    }
    System.out.println("rows after failures: " + rows(url));
    System.out.println("lost: " + cordon.memoryFailures().badRanges(file));
    try (var connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("delete from t");
      System.out.println("changed");
    } catch (SQLException e) {
      System.out.println("refused");
    }
  }

  /** Reads all rows, as somebody would who may not write, and returns how many are right. */
  private static int rows(String url) throws SQLException {
    try (var connection = DriverManager.getConnection(url + ";ACCESS_MODE_DATA=r");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select id, v from t order by id")) {
      int right = 0;
      while (rows.next()) {
        if (rows.getInt(1) == right && rows.getString(2).equals("row " + right)) {
          right++;
        }
      }
      return right;
    }
  }
}
