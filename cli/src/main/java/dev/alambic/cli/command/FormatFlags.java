package dev.alambic.cli.command;

import dev.alambic.bench.format.ComparisonFormat;
import dev.alambic.bench.record.Comparison;
import dev.alambic.cli.terminal.Console;
import dev.alambic.onnx.file.WholeFile;
import dev.alambic.run.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** In which form a comparison is given, and where. */
record FormatFlags(Optional<ComparisonFormat> format, Map<Path, ComparisonFormat> files) {
    private static final List<String> NAMES = List.of("terminal", "json", "csv", "markdown", "html");
    private static final Map<String, ComparisonFormat> ENDINGS = Map.of(
            "json", ComparisonFormat.JSON,
            "csv", ComparisonFormat.CSV,
            "md", ComparisonFormat.MARKDOWN,
            "markdown", ComparisonFormat.MARKDOWN,
            "html", ComparisonFormat.HTML,
            "htm", ComparisonFormat.HTML,
            "txt", ComparisonFormat.TERMINAL);

    static Flags addTo(Flags flags) {
        return flags.value("format", "FORMAT", "terminal (default), json, csv, markdown or html")
                .out("FILE", "write the result to a file too, in the form that --format or its ending says")
                .flag("csv", "the same as --format csv")
                .flag("markdown", "the same as --format markdown")
                .value("html", "FILE", "write a page with pictures too");
    }

    /** @throws UsageException if two forms are asked for at once, or the ending of a file says none */
    static FormatFlags of(Arguments arguments) {
        Optional<ComparisonFormat> format = format(arguments);
        Map<Path, ComparisonFormat> files = new LinkedHashMap<>();
        arguments.path("out").ifPresent(file -> files.put(file, format.orElseGet(() -> byEnding(file))));
        arguments.path("html").ifPresent(file -> files.put(file, ComparisonFormat.HTML));
        return new FormatFlags(arguments.has("out") ? Optional.empty() : format, files);
    }

    private static Optional<ComparisonFormat> format(Arguments arguments) {
        List<String> named = new ArrayList<>();
        arguments.choice("format", NAMES).ifPresent(named::add);
        for (String flag : List.of("csv", "markdown", "json")) {
            if (arguments.has(flag) && !named.contains(flag)) {
                named.add(flag);
            }
        }
        if (named.size() > 1) {
            throw new UsageException("bench: one format at a time (was " + String.join(" and ", named) + ")");
        }
        return named.stream().findFirst().map(name -> ComparisonFormat.valueOf(name.toUpperCase(Locale.ROOT)));
    }

    private static ComparisonFormat byEnding(Path file) {
        String name = file.toString();
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        ComparisonFormat format = ENDINGS.get(ending);
        if (format == null) {
            throw new UsageException("bench: " + file + ": say by --format in which form to write (expected one of "
                    + String.join(", ", NAMES) + ")");
        }
        return format;
    }

    /** Gives the result; the terminal's tables where the form asked for goes to a file. */
    void give(Comparison comparison, Console console) {
        files.forEach((file, form) -> {
            WholeFile.write(file, form.render(comparison));
            console.progress("wrote " + file);
        });
        ComparisonFormat shown = format.orElse(ComparisonFormat.TERMINAL);
        console.result(comparison, () -> shown.render(comparison));
    }
}
