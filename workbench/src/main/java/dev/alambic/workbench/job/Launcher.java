package dev.alambic.workbench.job;

import java.util.List;

/** Knows how this program is called as a process of its own. */
@FunctionalInterface
public interface Launcher {

    /**
     * Returns the process that is still to be started.
     *
     * @param words the command and its flags, such as {@code run}, {@code mnist-edge}
     */
    ProcessBuilder of(List<String> words);
}
