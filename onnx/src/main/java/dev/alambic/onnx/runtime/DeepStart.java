package dev.alambic.onnx.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Starts ONNX Runtime on a thread of its own with a deep stack: it reads the command line of the process by a recursion
 * as deep as that is long, which ends the process where 4,000 characters meet the usual stack of 1 MB.
 */
final class DeepStart {
    private static final long STACK_BYTES = 512L << 20;

    private DeepStart() {}

    static OrtEnvironment environment(OrtLoggingLevel level) {
        FutureTask<OrtEnvironment> opened = new FutureTask<>(() -> OrtEnvironment.getEnvironment(level));
        new Thread(null, opened, "start of ONNX Runtime", STACK_BYTES).start();
        try {
            return opened.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while ONNX Runtime starts", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("ONNX Runtime does not start", e.getCause());
        }
    }
}
