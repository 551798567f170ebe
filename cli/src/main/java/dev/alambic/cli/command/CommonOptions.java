package dev.alambic.cli.command;

import dev.alambic.cli.terminal.Verbosity;
import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The flags that every command has, and how a flag is declared. */
public final class CommonOptions {

    private CommonOptions() {}

    static Options addTo(Options own) {
        Options all = new Options();
        own.getOptions().forEach(all::addOption);
        return all.addOption(flag("quiet", "say nothing but results and errors"))
                .addOption(flag("verbose", "say more"))
                .addOption(flag("debug", "say everything, and show where an error came from"))
                .addOption(flag("json", "give the result as JSON"));
    }

    /** Returns a flag without a value. */
    static Option flag(String name, String description) {
        return Option.builder().longOpt(name).desc(description).get();
    }

    /** Returns a flag with a value, which {@code value} stands for in the help text. */
    static Option value(String name, String value, String description) {
        return Option.builder()
                .longOpt(name)
                .hasArg()
                .argName(value)
                .desc(description)
                .get();
    }

    /** Returns the output flag {@code -o} or {@code --out}. */
    static Option out(String value, String description) {
        return Option.builder("o")
                .longOpt("out")
                .hasArg()
                .argName(value)
                .desc(description)
                .get();
    }

    /** Returns how much to say; the loudest flag wins over the quieter, whatever the command. */
    public static Verbosity verbosity(List<String> words) {
        if (words.contains("--debug")) {
            return Verbosity.DEBUG;
        }
        if (words.contains("--verbose")) {
            return Verbosity.VERBOSE;
        }
        return words.contains("--quiet") ? Verbosity.QUIET : Verbosity.NORMAL;
    }
}
