package dev.alambic.onnx.runtime;

import dev.alambic.onnx.serde.HalfPrecision;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Keeps float16 models usable on the CPU. ONNX Runtime 1.29 turns MatMul and Add into Gemm, whose float16 form on the
 * CPU takes hundreds of times as long as MatMul's (onnxruntime issue 32255), so that fusion is turned off for models
 * that multiply matrices in float16.
 */
final class Float16Guard {
    private Float16Guard() {}

    static SessionOptions guard(Path model, SessionOptions options) {
        try {
            if (options.provider() != Provider.CPU || !HalfPrecision.multipliesMatrices(model)) {
                return options;
            }
        } catch (IOException e) {
            // what is wrong with the file, the runtime tells
            return options;
        }
        return options.withoutMatMulAddFusion();
    }
}
