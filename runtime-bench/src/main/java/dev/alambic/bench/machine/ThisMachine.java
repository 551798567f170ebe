package dev.alambic.bench.machine;

import dev.alambic.bench.record.Machine;
import dev.alambic.bench.record.Noise;
import dev.alambic.onnx.runtime.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine that this runs on. */
public final class ThisMachine {

    private ThisMachine() {}

    /** Returns this machine with what else it did. */
    public static Machine with(Noise noise) {
        return new Machine(
                new Machine.Computer(
                        System.getProperty("os.name") + " " + System.getProperty("os.version"),
                        System.getProperty("os.arch"),
                        cpu().orElseGet(() -> System.getProperty("os.arch")),
                        Runtime.getRuntime().availableProcessors()),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
                "ONNX Runtime " + Session.runtimeVersion(),
                noise);
    }

    /** Returns the name of the processor, where the system tells it; Linux does. */
    public static Optional<String> cpu() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.toLowerCase(Locale.ROOT).startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
