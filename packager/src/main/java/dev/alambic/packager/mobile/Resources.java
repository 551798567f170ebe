package dev.alambic.packager.mobile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.packager.manifest.ManifestJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Rules kept as data beside this class. */
final class Resources {

    private Resources() {}

    static JsonNode json(String name) {
        try (InputStream in = Resources.class.getResourceAsStream("/dev/alambic/packager/mobile/" + name)) {
            if (in == null) {
                throw new AssertionError("bug: " + name + " is not in the program");
            }
            return ManifestJson.tree(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
