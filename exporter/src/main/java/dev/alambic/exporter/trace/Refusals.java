package dev.alambic.exporter.trace;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why a method of an array is not exported. A key is a method's name, or its signature where only that one is meant.
 */
final class Refusals {

    private static final String ENGINE = "DJL's PyTorch engine does not implement it";
    private static final String COMPLEX = "ONNX has no complex numbers";
    private static final String FORM = "ONNX has no operator for it";
    private static final String TRAINING = "it belongs to training";
    private static final String ELEMENTS = "it computes in Java, from the elements of its arrays";

    private static final Map<String, String> REASONS = new HashMap<>();

    static {
        because(ENGINE, "sequenceMask", "asinh", "acosh", "atanh", "trace", "batchDot", "tile(int,long)");
        because(ENGINE, "tile(Shape)", "oneHot(int,float,float,DataType)", "rdivi", "rmodi", "rpowi");
        because(ENGINE, "deconvolution", "prelu", "multiBoxTarget", "randomFlipLeftRight", "randomFlipTopBottom");
        because(ENGINE, "randomBrightness", "randomHue", "randomColorJitter");
        because(COMPLEX, "fft", "ifft", "rfft", "irfft", "stft", "fft2", "ifft2", "complex", "real", "conj");
        because(FORM, "gammaln", "erfinv", "inverse", "toSparse");
        because(TRAINING, "getGradient", "adadeltaUpdate", "adagradUpdate", "adamUpdate", "nagUpdate");
        because(TRAINING, "rmspropUpdate", "sgdUpdate");
        because(ELEMENTS, "multiBoxDetection", "getIndexer");
    }

    private Refusals() {}

    private static void because(String reason, String... methods) {
        List.of(methods).forEach(method -> REASONS.put(method, reason));
    }

    /** Returns why {@code method} is refused, or nothing if it is not. */
    static Optional<String> reason(Method method) {
        String reason = REASONS.get(Invocation.signature(method));
        return Optional.ofNullable(reason == null ? REASONS.get(method.getName()) : reason);
    }
}
