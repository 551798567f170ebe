package dev.alambic.workbench;

import dev.alambic.run.UsageException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where a workbench is to be reached.
 *
 * @param host address or name to bind to
 * @param port 0 for any that is free
 * @param token that every request must bring; null for none, which only the loopback address allows
 */
public record ServerSettings(
        String host, int port, @Nullable String token) {
    public static final int USUAL_PORT = 7272;
    /** Letters that need no escape in an address or a cookie. */
    private static final String TOKEN = "[A-Za-z0-9_~.-]{16,200}";

    private static final int TOKEN_BYTES = 24;

    /** @throws UsageException if a value is out of its range, or the token is missing */
    public ServerSettings {
        if (port < 0 || port > 65535) {
            throw new UsageException("--port: expected 0 to 65535, was " + port);
        }
        if (token != null && !token.matches(TOKEN)) {
            throw new UsageException("--token: expected 16 to 200 letters, digits, _, ~, . or -");
        }
        if (token == null && !isLoopback(host)) {
            throw new UsageException("--listen " + host + ": another address than the loopback one needs a token"
                    + " (--token WORD, or --token new to have one made)");
        }
    }

    /** Returns settings for this machine alone. */
    public static ServerSettings local(int port) {
        return new ServerSettings("127.0.0.1", port, null);
    }

    /** Returns a token that nobody guesses. */
    public static String newToken() {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    boolean isLocal() {
        return isLoopback(host);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new UsageException("--listen: no such address: '" + host + "'", e);
        }
    }
}
