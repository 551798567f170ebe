package dev.alambic.trainer.engine;

import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * Keeps PyTorch's warnings to its own developers away from the user, such as the deprecation of a guard that DJL's
 * natives use. What goes wrong arrives as an exception all the same.
 */
final class EngineMessages {

    private static final int ERROR = 2;

    private EngineMessages() {}

    /**
     * Sets the lowest level that is printed; the variable TORCH_CPP_LOG_LEVEL does it in Python alone.
     *
     * @return the level before
     */
    static OptionalInt onlyErrors() {
        return level(ERROR);
    }

    /** Sets the lowest level that is printed and returns the one before; empty if there is no such level. */
    static OptionalInt level(int level) {
        Path library = Path.of(LibUtils.getLibtorchPath(), System.mapLibraryName("c10"));
        try {
            Pointer flag =
                    NativeLibrary.getInstance(library.toString()).getGlobalVariableAddress("FLAGS_caffe2_log_level");
            int before = flag.getInt(0);
            flag.setInt(0, level);
            return OptionalInt.of(before);
        } catch (UnsatisfiedLinkError e) {
            // another build of PyTorch: a warning more, nothing worse
            return OptionalInt.empty();
        }
    }
}
