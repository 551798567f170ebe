package dev.alambic.trainer.engine;

import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.NativeLibrary;
import java.nio.file.Path;

/**
 * Keeps PyTorch's warnings to its own developers away from the user, such as the deprecation of a guard that DJL's
 * natives use. What goes wrong arrives as an exception all the same.
 */
final class EngineMessages {

    private static final int ERROR = 2;

    private EngineMessages() {}

    /** Sets the lowest level that is printed; the variable TORCH_CPP_LOG_LEVEL does it in Python alone. */
    static void onlyErrors() {
        Path library = Path.of(LibUtils.getLibtorchPath(), System.mapLibraryName("c10"));
        try {
            NativeLibrary.getInstance(library.toString())
                    .getGlobalVariableAddress("FLAGS_caffe2_log_level")
                    .setInt(0, ERROR);
        } catch (UnsatisfiedLinkError e) {
            // another build of PyTorch: a warning more, nothing worse
            return;
        }
    }
}
