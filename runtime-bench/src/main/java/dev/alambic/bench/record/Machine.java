package dev.alambic.bench.record;

/**
 * Where figures were measured.
 *
 * @param cpu name of the processor as the system gives it, or its architecture
 * @param processors logical processors that the process may use
 * @param java the virtual machine
 * @param runtime name and version of the inference engine
 */
public record Machine(
        String os, String architecture, String cpu, int processors, String java, String runtime, Noise noise) {}
