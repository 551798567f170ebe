package dev.alambic.data.look;

import dev.alambic.data.table.ColumnKind;
import dev.alambic.data.table.ColumnLook;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Guesses which column is to be learnt: one that is called as labels are, else the last one of few values, else a last
 * column of numbers.
 */
final class LabelGuess {
    static final int MOST_CLASSES = 50;

    private static final List<String> NAMES = List.of(
            "label",
            "labels",
            "class",
            "classes",
            "target",
            "y",
            "diagnosis",
            "species",
            "outcome",
            "churn",
            "churned",
            "survived",
            "sentiment",
            "category",
            "klasse",
            "ziel",
            "variety",
            "income",
            "result",
            "response",
            "quality",
            "price",
            "medv",
            "class_label",
            "target_class",
            "is_fraud",
            "fraud",
            "default",
            "deposit",
            "topic",
            "kind");
    private static final int FEW_VALUES = 20;

    private LabelGuess() {}

    static OptionalInt of(List<ColumnLook> columns) {
        for (String name : NAMES) {
            OptionalInt called = last(
                    columns,
                    column -> column.name().toLowerCase(Locale.ROOT).equals(name)
                            && column.counts().distinct() > 1
                            && column.kind().isFeature());
            if (called.isPresent()) {
                return called;
            }
        }
        int end = columns.size() - 1;
        ColumnLook last = columns.get(end);
        OptionalInt few = last(columns, LabelGuess::hasFewValues);
        boolean fractions = isNumber(last) && last.kind() == ColumnKind.NUMBER;
        return few.isPresent() && !(fractions && few.getAsInt() < end - 1)
                ? few
                : fractions ? OptionalInt.of(end) : few;
    }

    private static boolean hasFewValues(ColumnLook column) {
        int distinct = column.counts().distinct();
        return (column.kind() == ColumnKind.CATEGORY || column.kind() == ColumnKind.NUMBER)
                && distinct > 1
                && distinct <= FEW_VALUES
                && distinct * 2 <= column.counts().rows();
    }

    private static OptionalInt last(List<ColumnLook> columns, Predicate<ColumnLook> wanted) {
        return IntStream.iterate(columns.size() - 1, i -> i >= 0, i -> i - 1)
                .filter(i -> wanted.test(columns.get(i)))
                .findFirst();
    }

    /** Returns whether a column of numbers has so many values that they are no classes. */
    static boolean isNumber(ColumnLook column) {
        int distinct = column.counts().distinct();
        return column.kind() == ColumnKind.NUMBER
                && (distinct > MOST_CLASSES
                        || (distinct > FEW_VALUES && distinct > column.counts().rows() / 10)
                        || (distinct > FEW_VALUES
                                && column.examples().stream()
                                        .anyMatch(cell -> cell.matches(".*[.,]\\d*[1-9]\\d*\\D*"))));
    }
}
