package dev.alambic.run.folder;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.run.Version;
import dev.alambic.trainer.engine.TrainingEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

/**
 * What a run was made with and on.
 *
 * @param started when, in UTC
 */
public record Environment(
        String alambic,
        String started,
        @JsonUnwrapped VirtualMachine virtualMachine,
        @JsonUnwrapped Machine machine,
        String onnxRuntime,
        String engine) {

    /** The virtual machine. */
    public record VirtualMachine(String java, String jvm) {}

    /**
     * The computer.
     *
     * @param cores logical processors that the process may use
     * @param memoryBytes greatest size of the Java heap
     */
    public record Machine(String os, String architecture, String cpu, int cores, long memoryBytes) {}

    /** Returns this process's environment. */
    public static Environment current() {
        Runtime runtime = Runtime.getRuntime();
        return new Environment(
                Version.number(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                new VirtualMachine(System.getProperty("java.version"), System.getProperty("java.vm.name")),
                new Machine(
                        System.getProperty("os.name") + " " + System.getProperty("os.version"),
                        System.getProperty("os.arch"),
                        processor(),
                        runtime.availableProcessors(),
                        runtime.maxMemory()),
                Session.runtimeVersion(),
                TrainingEngine.describe());
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown"; // no Linux
        }
    }
}
