package dev.alambic.workbench;

import dev.alambic.workbench.shelf.Refusal;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.SameSite;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What every request must pass before anything else looks at it.
 *
 * <ul>
 *   <li>Its Host is an address or this machine's name, so that no foreign name can be pointed here (DNS rebinding).
 *   <li>If it comes from a page, that is a page of this server (Origin, Sec-Fetch-Site), unless it only opens one.
 *   <li>It brings the token, if there is one: in a cookie, as {@code Authorization: Bearer}, or once in the address of
 *       a page, which makes the cookie.
 * </ul>
 */
final class Guard {
    private static final String BEARER = "Bearer ";
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            // the report shades cells by an attribute
            + " style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self';"
            + " base-uri 'none'; frame-ancestors 'none'";
    private static final String NUMBERS = "\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]{2,45}]";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final ServerSettings settings;
    private final String ownName;

    Guard(ServerSettings settings) {
        this.settings = settings;
        this.ownName = ownName();
    }

    private static String ownName() {
        try {
            return InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** Checks a request. */
    void check(Context request) {
        headers(request);
        String host = request.header("Host");
        if (host == null || !isOwn(host.toLowerCase(Locale.ROOT).replaceFirst(":\\d{1,5}$", ""))) {
            throw new Refusal(421, "this server is not called that (expected its address, or localhost)");
        }
        requireOwnPage(request, host);
        if (settings.token() != null) {
            requireToken(request, settings.token());
        }
    }

    private static void headers(Context request) {
        request.header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Cache-Control", "no-store");
    }

    private boolean isOwn(String name) {
        if (settings.isLocal()) {
            return LOOPBACK.contains(name);
        }
        return LOOPBACK.contains(name)
                || name.matches(NUMBERS)
                || name.equals(ownName)
                || name.equals(settings.host().toLowerCase(Locale.ROOT));
    }

    private static void requireOwnPage(Context request, String host) {
        String origin = request.header("Origin");
        boolean opens = HandlerType.GET.equals(request.method()) && "navigate".equals(request.header("Sec-Fetch-Mode"));
        String site = request.header("Sec-Fetch-Site");
        boolean foreign = site != null && !site.equals("same-origin") && !site.equals("none");
        boolean other = origin != null && !origin.equals("http://" + host) && !origin.equals("https://" + host);
        if (other || (foreign && !opens)) {
            throw new Refusal(403, "asked by a page of another server");
        }
    }

    /**
     * Checks a request that changes something: it comes from a page of this server, or brings the token as programs do.
     */
    void requireOwner(Context request) {
        String bearer = request.header("Authorization");
        boolean program = settings.token() != null && bearer != null && isSame(bearer, BEARER + settings.token());
        boolean json = String.valueOf(request.contentType()).startsWith("application/json");
        if (!json || (!program && request.header("Origin") == null)) {
            throw new Refusal(
                    403,
                    "only a page of this server changes anything, or a program with a token (expected JSON, and Origin or"
                            + " Authorization)");
        }
    }

    private static void requireToken(Context request, String token) {
        String inAddress = request.queryParam("token");
        if (inAddress != null && HandlerType.GET.equals(request.method()) && isSame(inAddress, token)) {
            Cookie cookie = new Cookie(cookieName(request), token, "/", -1, false, true);
            cookie.setSameSite(SameSite.STRICT);
            request.cookie(cookie);
            request.redirect("/" + request.path().replaceFirst("^[/\\\\]+", ""));
            request.skipRemainingHandlers();
            return;
        }
        String bearer = request.header("Authorization");
        boolean byHeader =
                bearer != null && bearer.startsWith(BEARER) && isSame(bearer.substring(BEARER.length()), token);
        if (!byHeader && !isSame(request.cookie(cookieName(request)), token)) {
            throw new Refusal(401, "the token is missing or wrong: open the address that 'alambic serve' has written");
        }
    }

    /** Cookies do not tell ports apart, their names do. */
    private static String cookieName(Context request) {
        return "alambic-" + request.port();
    }

    /** Compares in a time that tells nothing. */
    private static boolean isSame(@Nullable String said, String token) {
        return said != null
                && MessageDigest.isEqual(said.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }
}
