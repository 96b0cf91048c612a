package io.github.cordonfs.monitor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.monitor.Client;
import io.github.cordonfs.monitor.pool.LocalPool;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that are slow, or gone, or many: nobody else notices. */
class ClientsTest {

  private CordonFileSystem fs;
  private Server server;
  private URI uri;

  @BeforeEach
  void start() throws IOException {
    fs = Cordon.newFileSystem(CordonOptions.builder().size(64L << 20).injection(true).build());
    // So long that nobody is sent away for the machine's being busy.
    start(Duration.ofMinutes(10));
  }

  private void start(Duration patience) throws IOException {
    server =
        Server.start(
            new LocalPool(fs),
            new Server.Settings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Optional.empty(),
                true,
                Optional.empty(),
                patience));
    uri = URI.create("http://127.0.0.1:" + server.address().getPort());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    fs.close();
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), server.address().getPort());
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Long enough for a good client on a busy machine. */
  private void haveLittlePatience() throws IOException {
    server.close();
    start(Duration.ofSeconds(3));
  }

  @Test
  void aClientThatDoesNotEndItsRequestIsSentAway() throws IOException {
    haveLittlePatience();
    List<Socket> slow = new ArrayList<>();
    try (Client client = new Client(uri)) {
      for (int i = 0; i < 50; i++) {
        Socket socket = connect();
        slow.add(socket);
        write(socket, "GET /api/pool HTTP/1.1\r\nHost: loc");
      }
      assertThat(client.get("/api/pool").statusCode()).isEqualTo(200);
      for (Socket socket : slow) {
        assertThat(socket.getInputStream().read()).isEqualTo(-1); // the server hangs up
      }
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  /** Its memory is that of the application. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/find?path=",
        "GET /api/pool HTTP/1.1\r\nHost: localhost\r\nX-Long: ",
      })
  void aRequestThatGoesOnForEverIsCutOff(String begin) throws IOException {
    byte[] more = "a".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
    long sent = 0;
    try (Socket socket = connect();
        Client client = new Client(uri)) {
      write(socket, begin);
      try {
        while (sent < 256 << 20) {
          socket.getOutputStream().write(more);
          sent += more.length;
        }
      } catch (IOException _) {
        // The server does not take any more.
      }
      assertThat(sent).isLessThan(256 << 20);
      assertThat(client.get("/api/pool").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aClientThatDoesNotEndItsBodyIsSentAway() throws IOException {
    haveLittlePatience();
    try (Socket socket = connect()) {
      write(
          socket,
          "POST /api/strike?first=1 HTTP/1.1\r\nHost: localhost\r\nX-Cordon: 1\r\n"
              + "Content-Length: 1000\r\n\r\nabc");
      byte[] answer = socket.getInputStream().readAllBytes();
      assertThat(new String(answer, StandardCharsets.UTF_8)).contains("struck");
    }
  }

  @Test
  void aListenerThatTakesNothingIsDroppedAndOthersHearEverything() throws Exception {
    // A long path, so that the kernel's buffers do not hold all events.
    Path directory = fs.getPath(("/" + "d".repeat(200)).repeat(15));
    Files.createDirectories(directory);
    Path file = Files.write(directory.resolve("file"), new byte[16 << 20]);
    try (Socket deaf = new Socket();
        Client client = new Client(uri);
        Client.Events live = client.live()) {
      deaf.setReceiveBufferSize(4096);
      deaf.connect(server.address());
      write(deaf, "GET /api/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(deaf.getInputStream().read()).isEqualTo('H'); // it listens now
      var _ = live.next("state");
      // More than it can be behind. The other one takes what there is before the kernel's buffers
      // are full: however slow this thread is, the server never waits for it.
      for (int i = 0; i < 4000; i++) {
        fs.memoryFailures().strike(file, i * 4096L);
        for (int j = i - 9; i % 10 == 9 && j <= i; j++) {
          assertThat(((Map<?, ?>) live.next("failure")).get("offset")).isEqualTo(j * 4096.0);
        }
      }
      assertThat(end(deaf.getInputStream())).isLessThan(4000L * 3000); // and then there is an end
    }
  }

  private static long end(InputStream in) {
    long read = 0;
    byte[] buffer = new byte[8192];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        read += n;
      }
    } catch (IOException _) {
      // Reset, as not all was taken.
    }
    return read;
  }

  @Test
  void twoHundredClientsAtOnceAreAllAnswered() throws Exception {
    Path file = Files.write(fs.getPath("/file"), new byte[8 << 20]);
    List<Callable<Integer>> asks = new ArrayList<>();
    try (Client client = new Client(uri);
        ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        String path = i % 2 == 0 ? "/api/tile?level=0&x=0&y=0" : "/api/state";
        asks.add(() -> client.get(path).statusCode());
      }
      List<Future<Integer>> answers = many.invokeAll(asks);
      assertThat(Files.readAllBytes(file)).hasSize(8 << 20);
      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(200);
      }
    }
  }

  @Test
  void thereIsALimitOfListeners() throws Exception {
    List<Socket> listeners = new ArrayList<>();
    try (Client client = new Client(uri)) {
      for (int i = 0; i < Live.MOST_CLIENTS; i++) {
        Socket socket = connect();
        listeners.add(socket);
        write(socket, "GET /api/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(socket.getInputStream().read()).isEqualTo('H');
      }
      assertThat(client.get("/api/live").statusCode()).isEqualTo(503);
      assertThat(client.get("/api/state").statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : listeners) {
        socket.close();
      }
    }
  }

  @Test
  void closingSendsEverybodyAway() throws Exception {
    try (Client client = new Client(uri);
        Client.Events live = client.live()) {
      var _ = live.next("state");
      server.close();
      assertThatThrownBy(() -> live.next("failure")).isInstanceOf(IOException.class);
    }
  }
}
