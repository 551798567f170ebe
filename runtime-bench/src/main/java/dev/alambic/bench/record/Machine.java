package dev.alambic.bench.record;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * Where figures were measured.
 *
 * @param java the virtual machine
 * @param runtime name and version of the inference engine
 */
public record Machine(@JsonUnwrapped Computer computer, String java, String runtime, Noise noise) {

    /**
     * The computer and its system.
     *
     * @param cpu name of the processor as the system gives it, or its architecture
     * @param processors logical processors that the process may use
     */
    public record Computer(String os, String architecture, String cpu, int processors) {}

    public String os() {
        return computer.os;
    }

    public String architecture() {
        return computer.architecture;
    }

    public String cpu() {
        return computer.cpu;
    }

    public int processors() {
        return computer.processors;
    }
}
