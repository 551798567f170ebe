package dev.alambic.onnx.runtime;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/**
 * Unpacks the runtime's libraries once. By itself the runtime unpacks them in every process, which takes a quarter of a
 * second and leaves a folder behind.
 */
final class NativeLibraries {
    /** Where to keep the libraries; the launcher sets it. */
    private static final String CACHE = "alambic.native.cache";

    /** The runtime's own property: where its libraries are. */
    private static final String RUNTIME_PATH = "onnxruntime.native.path";

    private static final List<String> LIBRARIES = List.of("libonnxruntime.so", "libonnxruntime4j_jni.so");

    private NativeLibraries() {}

    /** Has the runtime take its libraries from the cache, if there is to be one and the platform is known. */
    static void prepare() {
        String cache = System.getProperty(CACHE);
        String platform = platform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        if (cache == null || platform.isEmpty() || System.getProperty(RUNTIME_PATH) != null || hasProviders(platform)) {
            return;
        }
        Path folder = Path.of(cache, platform);
        try {
            Files.createDirectories(folder);
            for (String library : LIBRARIES) {
                unpack(platform, library, folder.resolve(library));
            }
            System.setProperty(RUNTIME_PATH, folder.toAbsolutePath().toString());
        } catch (IOException e) {
            // a folder that cannot be written costs time alone: the runtime unpacks for itself
        }
    }

    static String platform(String system, String architecture) {
        if (!system.toLowerCase(Locale.ROOT).equals("linux")) {
            return "";
        }
        return switch (architecture) {
            case "amd64", "x86_64" -> "linux-x64";
            case "aarch64" -> "linux-aarch64";
            default -> "";
        };
    }

    /** Returns whether the runtime is the one for GPUs, which has more libraries and finds them itself. */
    private static boolean hasProviders(String platform) {
        return OrtEnvironment.class.getResource(resource(platform, "libonnxruntime_providers_shared.so")) != null;
    }

    private static String resource(String platform, String library) {
        return "/ai/onnxruntime/native/" + platform + "/" + library;
    }

    private static void unpack(String platform, String library, Path target) throws IOException {
        if (Files.exists(target)) {
            return;
        }
        try (InputStream in = OrtEnvironment.class.getResourceAsStream(resource(platform, library))) {
            if (in == null) {
                throw new IOException("no " + library + " for " + platform);
            }
            Path part = Files.createTempFile(target.resolveSibling(""), library, ".part");
            try {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        }
    }
}
