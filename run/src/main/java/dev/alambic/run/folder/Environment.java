package dev.alambic.run.folder;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.alambic.bench.machine.ThisMachine;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.run.Version;
import dev.alambic.trainer.engine.TrainingEngine;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

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
                        ThisMachine.cpu().orElse("unknown"),
                        runtime.availableProcessors(),
                        runtime.maxMemory()),
                Session.runtimeVersion(),
                TrainingEngine.describe());
    }
}
