package dev.alambic.cli.command;

import dev.alambic.data.file.DataOptions;
import dev.alambic.run.recipe.DataSpec;

/** How a table is read, where it does not show it; the names are those of the recipe's keys. */
final class TableFlags {
    private TableFlags() {}

    static Flags addTo(Flags flags) {
        return flags.value(
                        "separator", "CHAR", "between the cells of a table: comma, semicolon, tab, bar (default: seen)")
                .value("decimal", "SIGN", "before the fraction of numbers: point or comma (default: seen)")
                .value("encoding", "NAME", "of a table, for example latin1 (default: UTF-8)");
    }

    /** Adds those flags and the one that names the column of texts. */
    static Flags addWithTexts(Flags flags) {
        return addTo(flags)
                .value(
                        "text-column",
                        "COLUMN",
                        "the column of the texts (default: text); given twice, the two of pairs");
    }

    /** Returns a source with what the flags tell of its table; what they do not tell stays. */
    static DataSpec told(Arguments arguments, DataSpec source) {
        return source.withSeparator(arguments.text("separator").orElse(source.separator()))
                .withDecimal(arguments.text("decimal").orElse(source.decimal()))
                .withEncoding(arguments.text("encoding").orElse(source.encoding()));
    }

    /** Returns what the flags tell of a table without labels. */
    static DataOptions unlabelled(Arguments arguments) {
        return DataOptions.defaults()
                .withTable(told(arguments, DataSpec.defaults()).table())
                .withText(ModelData.texts(arguments));
    }
}
