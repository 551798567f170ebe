package dev.alambic.cli.command;

import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The flags of a command, in the order in which help lists them. */
final class Flags {

    private final Options options = new Options();

    /** Adds a flag without a value. */
    Flags flag(String name, String description) {
        options.addOption(Option.builder().longOpt(name).desc(description).get());
        return this;
    }

    /** Adds a flag with a value, which {@code value} stands for in the help text. */
    Flags value(String name, String value, String description) {
        return value(Option.builder().longOpt(name), value, description);
    }

    /** Adds the output flag {@code -o} or {@code --out}. */
    Flags out(String value, String description) {
        return value(Option.builder("o").longOpt("out"), value, description);
    }

    private Flags value(Option.Builder flag, String value, String description) {
        options.addOption(flag.hasArg().argName(value).desc(description).get());
        return this;
    }

    /** Returns these flags, and those that every command has. */
    Options withCommon() {
        return flag("quiet", "say nothing but results and errors")
                .flag("verbose", "say more")
                .flag("debug", "say everything, and show where an error came from")
                .flag("json", "give the result as JSON")
                .options;
    }
}
