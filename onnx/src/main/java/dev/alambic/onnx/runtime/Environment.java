package dev.alambic.onnx.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.Map;

/** The one environment of ONNX Runtime in this process, and its options made from ours. */
final class Environment {
    /** Failures come as exceptions, so that the runtime need not print them as well. */
    static final OrtEnvironment SHARED = open();

    private Environment() {}

    private static OrtEnvironment open() {
        NativeLibraries.prepare();
        return DeepStart.environment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    }

    /**
     * Returns the native form of {@code options}; the caller closes it.
     *
     * @throws dev.alambic.onnx.graph.UnsupportedModelException if the provider is not there
     */
    static OrtSession.SessionOptions nativeOptions(SessionOptions options) throws OrtException {
        OrtSession.SessionOptions made = new OrtSession.SessionOptions();
        try {
            made.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            made.setIntraOpNumThreads(options.threads());
            made.setOptimizationLevel(options.optimization().level());
            made.setMemoryPatternOptimization(options.memoryPatterns());
            for (Map.Entry<String, String> entry : options.config().entrySet()) {
                made.addConfigEntry(entry.getKey(), entry.getValue());
            }
            Path optimized = options.optimizedModel();
            if (optimized != null) {
                made.setOptimizedModelFilePath(optimized.toString());
            }
            Path profile = options.profile();
            if (profile != null) {
                made.enableProfiling(profile.toString());
            }
            options.provider().addTo(made, options.threads());
            return made;
        } catch (OrtException | RuntimeException e) {
            made.close();
            throw e;
        }
    }
}
