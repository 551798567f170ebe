package dev.alambic.workbench.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Addresses of views; each can be sent to somebody. */
final class Addresses {

    private Addresses() {}

    static String run(String id) {
        return "/runs/" + encoded(id);
    }

    static String file(String id, String name) {
        return run(id) + "/files/" + encoded(name);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
