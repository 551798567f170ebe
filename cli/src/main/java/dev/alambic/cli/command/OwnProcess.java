package dev.alambic.cli.command;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This program once more, in a process of its own with the same Java and its options. */
final class OwnProcess {

    /** By its name, since it knows the commands. */
    private static final String MAIN = "dev.alambic.cli.Main";

    private OwnProcess() {}

    /** Returns the process of a command and its flags, still to be started. */
    static ProcessBuilder of(List<String> words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-agentlib") && !option.startsWith("-javaagent"))
                .forEach(command::add);
        command.add("-Dalambic.terminal=false");
        command.add(MAIN);
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command);
        // not on the command line: ONNX Runtime 1.29 ends a process whose command line is longer than 4 kB
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder;
    }
}
