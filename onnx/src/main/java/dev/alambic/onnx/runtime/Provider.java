package dev.alambic.onnx.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What computes: ONNX Runtime's execution providers. What a provider cannot compute, the CPU does. */
public enum Provider {
    CPU(OrtProvider.CPU, "nothing"),

    /** The first NVIDIA card. */
    CUDA(OrtProvider.CUDA, "the build with profile cuda, an NVIDIA driver, CUDA 12 and cuDNN 9"),

    /** NVIDIA's compiler for networks; CUDA computes what it leaves. */
    TENSORRT(OrtProvider.TENSOR_RT, "the build with profile cuda, an NVIDIA driver, CUDA 12, cuDNN 9 and TensorRT 10"),

    /** Kernels for ARM and x86, with threads of their own. */
    XNNPACK(OrtProvider.XNNPACK, "a build of ONNX Runtime with XNNPACK, as that for Android is"),

    /** Apple's accelerators. */
    COREML(OrtProvider.CORE_ML, "macOS or iOS"),

    /** Android's neural networks interface. */
    NNAPI(OrtProvider.NNAPI, "Android"),

    /** The first graphics card, on Windows. */
    DIRECTML(OrtProvider.DIRECT_ML, "Windows and a build of ONNX Runtime with DirectML");

    private final OrtProvider known;
    private final String needs;

    Provider(OrtProvider known, String needs) {
        this.known = known;
        this.needs = needs;
    }

    /** Returns the name that users write and read, such as {@code cuda}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns what this ONNX Runtime was built with; the device itself may still be absent. */
    public static List<Provider> built() {
        NativeLibraries.prepare();
        return Arrays.stream(values())
                .filter(provider -> OrtEnvironment.getAvailableProviders().contains(provider.known))
                .toList();
    }

    /** @throws UnsupportedModelException if the provider, or its device, is not there */
    void addTo(OrtSession.SessionOptions options, int threads) {
        List<Provider> built = built();
        if (!built.contains(this)) {
            throw absent("this ONNX Runtime has " + labels(built), null);
        }
        try {
            add(options, threads);
        } catch (OrtException e) {
            throw absent(RuntimeFailures.firstLine(e), e);
        }
    }

    private void add(OrtSession.SessionOptions options, int threads) throws OrtException {
        switch (this) {
            case CPU -> {} // is always there
            case CUDA -> options.addCUDA(0);
            case TENSORRT -> {
                options.addTensorrt(0);
                options.addCUDA(0);
            }
            case XNNPACK -> options.addXnnpack(Map.of("intra_op_num_threads", Integer.toString(threads)));
            case COREML -> options.addCoreML(Map.of());
            case NNAPI -> options.addNnapi();
            case DIRECTML -> options.addDirectML(0);
        }
    }

    private UnsupportedModelException absent(String reason, @Nullable Throwable cause) {
        String message = label() + ": the provider is not available: it needs " + needs + " (" + reason + ")";
        return cause == null ? new UnsupportedModelException(message) : new UnsupportedModelException(message, cause);
    }

    private static String labels(List<Provider> providers) {
        return providers.stream().map(Provider::label).collect(Collectors.joining(", "));
    }
}
