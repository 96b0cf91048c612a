package io.github.cordonfs.monitor.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;

/** Who may ask: who has the token, and comes through a page of this server. */
final class Guard {

  /** What a page of another origin cannot send without asking first. */
  static final String HEADER = "X-Cordon";

  private final Optional<byte[]> token;
  private final InetSocketAddress address;

  /**
   * Makes one.
   *
   * @param token that a request has to carry, if there is one
   * @param address of the server
   */
  Guard(Optional<String> token, InetSocketAddress address) {
    this.token = token.map(text -> text.getBytes(StandardCharsets.UTF_8));
    this.address = address;
  }

  boolean wantsToken() {
    return token.isPresent();
  }

  /**
   * A server on loopback is reached by names of loopback only: a page of another site whose name
   * was made to lead here does not get an answer.
   */
  void checkHost(HttpExchange exchange) throws Refusal {
    String host = exchange.getRequestHeaders().getFirst("Host");
    InetAddress own = address.getAddress();
    if (own.isLoopbackAddress() && (host == null || !isLoopback(host))) {
      throw new Refusal(403, "this server answers to localhost only, and was asked for " + host);
    }
  }

  private static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    int end = name.startsWith("[") ? name.indexOf(']') + 1 : name.indexOf(':');
    name = end > 0 ? name.substring(0, end) : name;
    return name.equals("localhost")
        || name.equals("[::1]")
        || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }

  void checkToken(Headers headers) throws Refusal {
    if (token.isEmpty()) {
      return;
    }
    String given = headers.getFirst("Authorization");
    if (given == null || !given.regionMatches(true, 0, "Bearer ", 0, 7)) {
      throw new Refusal(401, "a token is needed: send it as Authorization: Bearer TOKEN");
    }
    byte[] bytes = given.substring(7).trim().getBytes(StandardCharsets.UTF_8);
    // Takes as long for a token that is nearly right.
    if (!MessageDigest.isEqual(bytes, token.get())) {
      throw new Refusal(401, "the token does not fit");
    }
  }

  /** A change comes from a page of this server, or from a program that means it. */
  void checkIntent(Headers headers) throws Refusal {
    if (headers.getFirst(HEADER) == null) {
      throw new Refusal(403, "a request that changes something needs the header " + HEADER + ": 1");
    }
  }
}
