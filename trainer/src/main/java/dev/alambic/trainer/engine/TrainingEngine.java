package dev.alambic.trainer.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.alambic.exporter.engine.EngineArithmetic;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.trainer.engine.EngineOptions.Accelerator;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs work on PyTorch in a thread of its own, in which weights may be updated in place: there, gradients are recorded
 * only where a collector asks for them. Threads of the engine, what it logs and the offline property of DJL are left as
 * they were, so that a process that uses DJL otherwise goes on as before.
 */
public final class TrainingEngine {

    private static final String NAME = "PyTorch";
    private static final String OFFLINE = "ai.djl.offline";

    private TrainingEngine() {}

    /**
     * Runs {@code work} in a fresh thread and returns what it returns; the manager given to it is closed afterwards,
     * with all arrays attached to it.
     *
     * @throws UnsupportedModelException if CUDA is asked for and there is none
     */
    public static <T> T call(EngineOptions options, Function<NDManager, T> work) {
        if (options.keepMemory()) {
            NativeMemory.keepFreedMemory();
        }
        FutureTask<T> task = new FutureTask<>(() -> offline(() -> start(options, work)));
        Thread thread = new Thread(task, "training");
        thread.setDaemon(true);
        thread.start();
        try {
            return result(task, thread);
        } finally {
            if (options.keepMemory()) {
                NativeMemory.giveBack();
            }
        }
    }

    /** Runs {@code work} where DJL downloads nothing, unless the process says otherwise. */
    private static <T> T offline(Supplier<T> work) {
        boolean unsaid = System.getProperty(OFFLINE) == null;
        if (unsaid) {
            System.setProperty(OFFLINE, "true");
        }
        try {
            return work.get();
        } finally {
            if (unsaid) {
                System.clearProperty(OFFLINE);
            }
        }
    }

    private static <T> T start(EngineOptions options, Function<NDManager, T> work) {
        Engine engine = Engine.getEngine(NAME);
        int threads = JniUtils.getNumThreads();
        OptionalInt level = EngineMessages.onlyErrors();
        try {
            EngineArithmetic.ensure();
            JniUtils.setNumThreads(options.threads());
            JniUtils.setGradMode(false);
            return started(engine, options, work);
        } finally {
            JniUtils.setNumThreads(threads);
            level.ifPresent(EngineMessages::level);
        }
    }

    private static <T> T started(Engine engine, EngineOptions options, Function<NDManager, T> work) {
        try (NDManager manager = NDManager.newBaseManager(device(engine, options.accelerator()), NAME)) {
            return work.apply(manager);
        } catch (EngineException e) {
            throw EngineFailure.explained(e);
        }
    }

    private static Device device(Engine engine, Accelerator accelerator) {
        if (accelerator == Accelerator.CPU) {
            return Device.cpu();
        }
        if (engine.getGpuCount() == 0) {
            throw new UnsupportedModelException(
                    "device cuda: PyTorch sees no CUDA device (expected a CUDA build of PyTorch and a GPU, was "
                            + engine.getEngineName() + " " + engine.getVersion() + " on the CPU)");
        }
        return Device.gpu();
    }

    private static <T> T result(FutureTask<T> task, Thread thread) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("training: interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new AssertionError("bug: training threw a checked exception", e.getCause());
        }
    }

    /** Starts the engine and returns its name, its version, how many CUDA devices it sees, and what it must not use. */
    public static String describe() {
        return call(EngineOptions.defaults(), manager -> {
            Engine engine = Engine.getEngine(NAME);
            return engine.getEngineName() + " " + engine.getVersion() + ", CUDA devices: " + engine.getGpuCount()
                    + (EngineArithmetic.ensure() ? ", oneDNN turned off: it computes wrongly on this processor" : "");
        });
    }

    /** Seeds initial weights and dropout of this process. */
    public static void seed(long seed) {
        Engine.getEngine(NAME).setRandomSeed((int) (seed ^ (seed >>> 32)));
    }

    /**
     * Returns a seed made from a seed and the place it is for, such as an epoch (the finalizer of SplitMix64: Steele,
     * Lea and Flood, OOPSLA 2014, figure 16).
     */
    public static long mix(long seed, long... place) {
        long mixed = seed;
        for (long part : place) {
            mixed = (mixed ^ part) * 0x9E3779B97F4A7C15L + 0x9E3779B97F4A7C15L;
            mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
            mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
            mixed ^= mixed >>> 31;
        }
        return mixed;
    }
}
