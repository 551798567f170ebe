package dev.alambic.bench.workload;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * What is measured once for each model, beside latency.
 *
 * @param startupSessions fresh sessions to time loading and the first run, of which the median counts; 0 measures none
 * @param memoryProcesses child processes for the memory, of which the median counts; 0 measures no memory
 * @param energy whether to count energy, where the machine does
 */
@RecordBuilder
public record Extras(int startupSessions, int memoryProcesses, boolean energy) implements ExtrasBuilder.With {

    /** Nothing of it. */
    public static final Extras NONE = new Extras(0, 0, false);

    public Extras {
        if (startupSessions < 0 || memoryProcesses < 0) {
            throw new IllegalArgumentException("numbers of sessions and processes are at least 0, was "
                    + startupSessions + " and " + memoryProcesses);
        }
    }
}
