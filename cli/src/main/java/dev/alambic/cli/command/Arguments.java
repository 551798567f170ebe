package dev.alambic.cli.command;

import dev.alambic.onnx.message.Nearest;
import dev.alambic.run.UsageException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** What the user typed after a command's name: flags and operands. */
public final class Arguments {

    /** Flags of numbers that may be larger than an int; all others count things. */
    private static final Set<String> LARGE = Set.of("--seed", "--target-macs", "--target-params");

    /** Flags that every command has, and that the terminal takes. */
    private static final Set<String> COMMON = Set.of("quiet", "verbose", "debug", "json");

    private final Command command;
    private final CommandLine line;
    private final Set<String> asked = new HashSet<>(COMMON);
    private final Set<String> said = new HashSet<>();
    private Consumer<String> listener = line -> {};

    private Arguments(Command command, CommandLine line) {
        this.command = command;
        this.line = line;
    }

    /** Returns this, saying to {@code newListener} what is found out while the flags are read. */
    Arguments telling(Consumer<String> newListener) {
        listener = newListener;
        return this;
    }

    /** Keeps that something happened; returns whether it is new. */
    boolean mark(String what) {
        return said.add(what);
    }

    boolean isMarked(String what) {
        return said.contains(what);
    }

    /** Says a line, unless this command has said it already; returns whether it had not. */
    boolean say(String what) {
        boolean isNew = said.add(what);
        if (isNew) {
            listener.accept(what);
        }
        return isNew;
    }

    /**
     * Parses the words after the command's name.
     *
     * @throws UsageException if a flag is unknown or lacks its value
     */
    static Arguments parse(Command command, List<String> words) {
        Options options = command.usage().flags().withCommon();
        try {
            CommandLine line = DefaultParser.builder()
                    .setAllowPartialMatching(false)
                    .get()
                    .parse(options, words.toArray(String[]::new));
            return new Arguments(command, line);
        } catch (UnrecognizedOptionException e) {
            throw new UsageException(command.name() + ": " + unknown(e.getOption(), options), e);
        } catch (MissingArgumentException e) {
            throw new UsageException(command.name() + ": " + name(e.getOption()) + " needs a value", e);
        } catch (ParseException e) {
            throw new UsageException(command.name() + ": " + e.getMessage(), e);
        }
    }

    private static String unknown(String flag, Options options) {
        List<String> known =
                options.getOptions().stream().map(Arguments::name).sorted().toList();
        String typed = flag.replaceAll("=.*", "");
        return "unknown flag '" + typed + "'" + Nearest.hint(typed, known, " (see: alambic help)");
    }

    private static String name(Option option) {
        return option.getLongOpt() == null ? "-" + option.getOpt() : "--" + option.getLongOpt();
    }

    /** Returns where a mistake is, for messages: {@code bench: --batch}. */
    String where(String flag) {
        return command.name() + ": --" + flag;
    }

    /**
     * Requires that the command has asked for every flag that the user gave: one that nobody asked for would be taken
     * and dropped. Called before a file is written or a result given.
     */
    void requireAsked() {
        for (Option given : line.getOptions()) {
            if (!asked.contains(given.getLongOpt())) {
                throw new UsageException(where(given.getLongOpt())
                        + ": it changes nothing here, with these flags, data and model (it is for: "
                        + given.getDescription() + ")");
            }
        }
    }

    boolean has(String flag) {
        asked.add(flag);
        return line.hasOption(flag);
    }

    Optional<String> text(String flag) {
        asked.add(flag);
        return Optional.ofNullable(line.getOptionValue(flag));
    }

    /** Returns every value of a flag that may be given more than once. */
    List<String> texts(String flag) {
        asked.add(flag);
        String[] values = line.getOptionValues(flag);
        return values == null ? List.of() : List.of(values);
    }

    Optional<Path> path(String flag) {
        return text(flag).map(value -> path("--" + flag, value));
    }

    private Path path(String where, String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new UsageException(command.name() + ": " + where + ": not a path: '" + value + "'", e);
        }
    }

    /** Returns a whole number of at least {@code least}. */
    Optional<Long> whole(String flag, long least) {
        return text(flag).map(value -> whole("--" + flag, value, least));
    }

    /** Returns a whole number of at least {@code least}, or {@code otherwise} if the user gives none. */
    int whole(String flag, long least, long otherwise) {
        return Math.toIntExact(whole(flag, least).orElse(otherwise));
    }

    private long whole(String where, String value, long least) {
        long most = LARGE.contains(where) ? Long.MAX_VALUE : Integer.MAX_VALUE;
        long number = value.matches("-?\\d{1,18}") ? Long.parseLong(value) : Long.MIN_VALUE;
        if (number >= least && number <= most) {
            return number;
        }
        String range = number > most ? least + " to " + most : Long.toString(least);
        throw new UsageException(
                command.name() + ": " + where + ": expected a whole number from " + range + ", was '" + value + "'");
    }

    /** Returns whole numbers separated by commas, each at least 1. */
    List<Integer> wholes(String flag, List<Integer> otherwise) {
        return text(flag).isPresent() ? wholes(flag, 1) : otherwise;
    }

    /** Returns whole numbers, separated by commas; none if the flag is not there. */
    List<Integer> wholes(String flag, long least) {
        return text(flag)
                .map(value -> Arrays.stream(value.split(",", -1))
                        .map(word -> Math.toIntExact(whole("--" + flag, word.strip(), least)))
                        .toList())
                .orElse(List.of());
    }

    /** Returns sizes by the name of a free dimension, written {@code batch=1,sequence=64}. */
    Map<String, Long> sizes(String flag) {
        Map<String, Long> sizes = new LinkedHashMap<>();
        text(flag).ifPresent(list -> {
            for (String pair : list.split(",", -1)) {
                int equals = pair.lastIndexOf('=');
                String size = pair.substring(equals + 1).strip();
                if (equals < 1 || !size.matches("[1-9]\\d{0,8}")) {
                    throw new UsageException(where(flag) + ": expected name=size, was '" + pair + "'");
                }
                sizes.put(pair.substring(0, equals).strip(), Long.valueOf(size));
            }
        });
        return sizes;
    }

    /** Returns a number above 0. */
    Optional<Double> number(String flag) {
        return text(flag).map(value -> number(flag, value));
    }

    /** Returns numbers above 0, separated by commas. */
    List<Double> numbers(String flag) {
        return text(flag).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(word -> number(flag, word.strip()))
                .toList();
    }

    private double number(String flag, String value) {
        if (value.matches("(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?")
                && Double.parseDouble(value) > 0
                && Double.isFinite(Double.parseDouble(value))) {
            return Double.parseDouble(value);
        }
        throw new UsageException(where(flag) + ": expected a number above 0, was '" + value + "'");
    }

    /** Returns one or more of {@code choices}, separated by commas. */
    List<String> choices(String flag, List<String> choices) {
        List<String> chosen = text(flag).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .toList();
        chosen.forEach(value -> requireKnown(flag, value, choices));
        return chosen;
    }

    private void requireKnown(String flag, String value, List<String> choices) {
        if (!choices.contains(value)) {
            throw new UsageException(where(flag) + ": unknown value '" + value + "'" + Nearest.choices(choices));
        }
    }

    /** Returns a share from 0 to 1. */
    Optional<Double> share(String flag) {
        return text(flag).map(value -> {
            if (value.matches("[01]|[01]?\\.\\d+") && Double.parseDouble(value) <= 1) {
                return Double.parseDouble(value);
            }
            throw new UsageException(where(flag) + ": expected a number from 0 to 1, was '" + value + "'");
        });
    }

    /** Returns one of {@code choices}, which the flag's value must name. */
    Optional<String> choice(String flag, List<String> choices) {
        text(flag).ifPresent(value -> requireKnown(flag, value, choices));
        return text(flag);
    }

    /** Returns the constant that the flag's value names in small letters. */
    <E extends Enum<E>> Optional<E> constant(String flag, Class<E> type) {
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        return choice(flag, names).map(name -> Enum.valueOf(type, name.toUpperCase(Locale.ROOT)));
    }

    /** Returns the operands, of which there must be {@code least} to {@code most}. */
    List<String> operands(int least, int most) {
        List<String> operands = new ArrayList<>(line.getArgList());
        if (operands.size() < least) {
            throw new UsageException(command.name() + ": expected " + command.operands() + " (see: alambic help "
                    + command.name() + ")");
        }
        if (operands.size() > most) {
            throw new UsageException(command.name() + ": unexpected '" + operands.get(most) + "' (expected "
                    + (command.operands().isEmpty() ? "nothing" : command.operands()) + ")");
        }
        return operands;
    }

    /** Returns the one operand. */
    String operand() {
        return operands(1, 1).get(0);
    }

    /** Returns the one operand as a path. */
    Path file() {
        return path(command.operands(), operand());
    }

    /** Returns the operands as paths. */
    List<Path> files(int least) {
        return operands(least, Integer.MAX_VALUE).stream()
                .map(operand -> path(command.operands(), operand))
                .toList();
    }

    /** Returns the file of the model that the one operand names: a path, or a name of the catalogue. */
    Path modelFile() {
        return modelFile(operand());
    }

    /** Returns the file of the model that the first of several operands names. */
    Path firstModelFile() {
        return modelFile(operands(1, Integer.MAX_VALUE).get(0));
    }

    /** Returns the files of the models that the operands name. */
    List<Path> modelFiles(int least) {
        return operands(least, Integer.MAX_VALUE).stream().map(this::modelFile).toList();
    }

    private Path modelFile(String operand) {
        return ModelFiles.onDisk(operand, path(command.operands(), operand));
    }
}
