package dev.alambic.workbench.browser;

import dev.alambic.report.browser.Browser;
import java.nio.file.Path;

/** Pictures of the screen, to be looked at. */
final class Shots {
    private Shots() {}

    /** Keeps a picture of the screen where {@code -Dworkbench.shots=FOLDER} says. */
    static void take(Browser browser, String name) {
        String to = System.getProperty("workbench.shots");
        if (to != null) {
            browser.screenshot(Path.of(to, name + ".png"));
        }
    }
}
