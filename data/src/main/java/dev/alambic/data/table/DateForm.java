package dev.alambic.data.table;

import dev.alambic.onnx.TableColumn;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a column writes dates, and the numbers that a date becomes: year, month, day of the month, day of the week (1 is
 * Monday), days since 1970-01-01 and, where the time is told, the hour with its fraction.
 *
 * @param format of {@link DateTimeFormatter}; years and months in English
 */
record DateForm(String format, DateTimeFormatter formatter) {
    private static final List<String> DAYS = List.of(
            "yyyy-MM-dd",
            "yyyy/MM/dd",
            "yyyy.MM.dd",
            "d.M.yyyy",
            "d/M/yyyy",
            "M/d/yyyy",
            "d-M-yyyy",
            "M-d-yyyy",
            "d MMM yyyy",
            "d-MMM-yyyy",
            "MMM d, yyyy",
            "d MMMM yyyy",
            "MMMM d, yyyy");
    private static final List<String> TIMES = List.of(
            "",
            " H:mm",
            " H:mm:ss",
            "'T'H:mm",
            "'T'H:mm:ss",
            "'T'H:mm:ssX",
            " H:mm:ss.SSS",
            "'T'H:mm:ss.SSSX",
            "'T'H:mm:ss.SSS",
            "'T'H:mm:ss.SSSSSS",
            " H:mm:ss.SSSSSS",
            " h:mm a");

    /** Returns the form of a format. */
    static DateForm of(String format) {
        DateTimeFormatter formatter = new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(format.replace('y', 'u'))
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
        return new DateForm(format, formatter);
    }

    /** Returns the forms that read every one of these texts; none where one of them is no date. */
    static List<DateForm> all(List<String> texts) {
        List<DateForm> forms = new ArrayList<>();
        for (DateForm form : of(texts)) {
            if (texts.stream().allMatch(form::reads)) {
                forms.add(form);
            }
        }
        return forms;
    }

    /** Returns the form that reads the most of these texts, at least half of them; null if none does. */
    static @Nullable DateForm most(List<String> texts) {
        DateForm best = null;
        long most = (texts.size() - 1L) / 2;
        for (DateForm form : of(texts)) {
            long read = texts.stream().filter(form::reads).count();
            if (read > most) {
                most = read;
                best = form;
            }
        }
        return best;
    }

    private static List<DateForm> of(List<String> texts) {
        if (texts.isEmpty() || texts.stream().limit(2).noneMatch(DateForm::mayBeDate)) {
            return List.of();
        }
        List<DateForm> forms = new ArrayList<>();
        for (String time : TIMES) {
            for (String day : DAYS) {
                forms.add(of(day + time));
            }
        }
        List<String> some = texts.subList(0, Math.min(10, texts.size()));
        return forms.stream()
                .filter(form -> some.stream().anyMatch(form::reads))
                .toList();
    }

    private static boolean mayBeDate(String text) {
        return text.length() >= 6
                && text.length() <= 40
                && text.chars().filter(c -> c >= '0' && c <= '9').count() >= 3;
    }

    boolean reads(String text) {
        return parse(text) != null;
    }

    private @Nullable TemporalAccessor parse(String text) {
        try {
            return formatter.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /**
     * Writes the parts of a date; {@code width} of them, see {@link TableColumn.Date#features()}.
     *
     * @return whether it is a date in this form
     */
    boolean write(String text, float[] target, int offset, int width) {
        TemporalAccessor parsed = parse(text);
        LocalDate day = parsed == null ? null : parsed.query(TemporalQueries.localDate());
        if (parsed == null || day == null) {
            return false;
        }
        target[offset] = day.getYear();
        target[offset + 1] = day.getMonthValue();
        target[offset + 2] = day.getDayOfMonth();
        target[offset + 3] = day.getDayOfWeek().getValue();
        target[offset + 4] = day.getLong(ChronoField.EPOCH_DAY);
        LocalTime time = parsed.query(TemporalQueries.localTime());
        if (width > 5) {
            target[offset + 5] = time == null ? 0 : time.toSecondOfDay() / 3600f;
        }
        return true;
    }
}
