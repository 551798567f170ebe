package dev.alambic.bench;

import dev.alambic.onnx.runtime.Session;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where figures were measured.
 *
 * @param cpu name of the processor as the system gives it, or its architecture
 * @param processors logical processors that the process may use
 * @param runtime name and version of the inference engine
 * @param provider ONNX Runtime's execution provider, such as {@code CPU}
 * @param loadAverage runnable processes of the whole machine, mean of the minute after measuring; null if unknown
 * @param stealPercent share of time that the host took from this machine while latency was measured; null if unknown
 */
public record Machine(
        String os,
        String architecture,
        String cpu,
        int processors,
        String java,
        String runtime,
        String provider,
        @Nullable Double loadAverage,
        @Nullable Double stealPercent) {

    /** Returns this machine as it is now. */
    static Machine current(String provider, @Nullable Double stealPercent) {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return new Machine(
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("os.arch"),
                cpuName(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
                "ONNX Runtime " + Session.runtimeVersion(),
                provider,
                load < 0 ? null : load,
                stealPercent);
    }

    private static String cpuName() {
        Path info = Path.of("/proc/cpuinfo");
        if (Files.isReadable(info)) {
            try (Stream<String> lines = Files.lines(info)) {
                return lines.filter(line -> line.toLowerCase(Locale.ROOT).startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElseGet(() -> System.getProperty("os.arch"));
            } catch (IOException unreadable) {
                return System.getProperty("os.arch");
            }
        }
        return System.getProperty("os.arch");
    }
}
