package dev.alambic.workbench.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.report.browser.Browser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Asks axe-core, by Deque, whether the page that is open can be used by everyone. */
final class Axe {
    private static final String SOURCE = source();
    private static final String RUN =
            "axe.run().then(all => all.violations.map(each => each.id + \": \" + each.help + \" – \" +"
                    + " each.nodes.map(node => node.target + \" \" + node.any.map(check => check.message)).join(\" | \")))";

    private Axe() {}

    private static String source() {
        try (InputStream stream = Objects.requireNonNull(Axe.class.getResourceAsStream("/axe.min.js"))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void requireNoViolation(Browser browser, String view) {
        browser.run(SOURCE);
        assertThat(browser.list(RUN)).as(view).isEmpty();
    }
}
