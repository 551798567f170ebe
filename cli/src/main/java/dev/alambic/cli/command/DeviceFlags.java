package dev.alambic.cli.command;

import dev.alambic.onnx.runtime.Provider;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.trainer.engine.EngineOptions;
import java.util.List;

/** Flags that say where models run. */
final class DeviceFlags {

    private static final List<String> DEVICES = List.of("cpu", "cuda");

    private DeviceFlags() {}

    static Flags addTo(Flags flags) {
        return flags.value("device", "DEVICE", "cpu (default) or cuda");
    }

    static Provider provider(Arguments arguments) {
        return isCuda(arguments) ? Provider.CUDA : Provider.CPU;
    }

    private static boolean isCuda(Arguments arguments) {
        return arguments.choice("device", DEVICES).orElse("cpu").equals("cuda");
    }

    static SessionOptions session(Arguments arguments) {
        return SessionOptions.defaults().withProvider(provider(arguments));
    }

    static EngineOptions engine(Arguments arguments, int threads) {
        EngineOptions options = EngineOptions.defaults().withThreads(threads).withKeepMemory(true);
        return isCuda(arguments) ? options.withAccelerator(EngineOptions.Accelerator.CUDA) : options;
    }
}
