package dev.alambic.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which release this is. */
public final class Version {

    private Version() {}

    /** Returns the version, for example {@code 0.1.0}. */
    public static String number() {
        try (InputStream in = Version.class.getResourceAsStream("/dev/alambic/run/version.properties")) {
            if (in == null) {
                throw new AssertionError("bug: version.properties is not in the program");
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns name and version, as models and reports state it. */
    public static String tool() {
        return "alambic " + number();
    }
}
