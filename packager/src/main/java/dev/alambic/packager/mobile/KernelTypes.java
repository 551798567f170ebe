package dev.alambic.packager.mobile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * The table {@code KernelTypeStrResolver} of an .ort file, a flatbuffer: by operator, the names of its types and the
 * inputs and outputs that have them. Source: onnxruntime's core/flatbuffers/schema/ort.fbs.
 *
 * @param end behind the last byte of the table and all below it that the model does not share, where it was read
 */
record KernelTypes(List<Operator> operators, int end) {
    /** Where the table begins in what {@link #write} returns: behind its description. */
    static final int START = 8;

    private static final int FIRST = 4;
    private static final int SECOND = 8;

    /** One operator and version, for example {@code :Sub:14}. */
    record Operator(String id, List<Type> types) {}

    /** One name of a type, for example {@code T}, and what has it. */
    record Type(String name, List<Argument> arguments) {}

    /** One input (kind 0) or output (kind 1). */
    record Argument(byte kind, int index) {}

    /**
     * Reads the table at a place of a file.
     *
     * @param model where the model begins, which stands behind the table: a name that both have stands in the model
     */
    static KernelTypes read(ByteBuffer file, int table, int model) {
        Reader reader = new Reader(file, model);
        List<Operator> operators = reader.tables(
                table,
                0,
                operator -> new Operator(
                        reader.text(operator, 0),
                        reader.tables(
                                operator,
                                1,
                                type -> new Type(reader.text(type, 0), reader.tables(type, 1, reader::argument)))));
        return new KernelTypes(operators, reader.end);
    }

    /** Reads tables, and keeps the end of the last byte that it saw. */
    private static final class Reader {
        private final ByteBuffer file;
        private final int model;
        private int end;

        Reader(ByteBuffer file, int model) {
            this.file = file;
            this.model = model;
        }

        private int field(int table, int index) {
            int vtable = table - file.getInt(table);
            int at = 4 + 2 * index;
            see(table, table + file.getShort(vtable + 2));
            return at < file.getShort(vtable) && file.getShort(vtable + at) != 0
                    ? table + file.getShort(vtable + at)
                    : 0;
        }

        private void see(int from, int until) {
            end = from < model ? Math.max(end, until) : end;
        }

        private String text(int table, int index) {
            int field = field(table, index);
            int at = field + file.getInt(field);
            byte[] bytes = new byte[file.getInt(at)];
            file.get(at + 4, bytes);
            see(at, at + 4 + bytes.length + 1);
            return new String(bytes, StandardCharsets.UTF_8);
        }

        private <T> List<T> tables(int table, int index, IntFunction<T> element) {
            List<T> elements = new ArrayList<>();
            int field = field(table, index);
            if (field == 0) {
                return elements;
            }
            int vector = field + file.getInt(field);
            int count = file.getInt(vector);
            see(vector, vector + 4 + 4 * count);
            for (int i = 0; i < count; i++) {
                int at = vector + 4 + 4 * i;
                elements.add(element.apply(at + file.getInt(at)));
            }
            return elements;
        }

        private Argument argument(int table) {
            int kind = field(table, 0);
            int index = field(table, 1);
            return new Argument(kind == 0 ? 0 : file.get(kind), index == 0 ? 0 : file.getInt(index));
        }
    }

    /**
     * Returns the table and all below it, to stand at a multiple of 4; {@link #START} says where in it the table
     * begins.
     */
    ByteBuffer write() {
        Writer writer = new Writer();
        int table = writer.table(1);
        writer.tables(table + FIRST, operators, operator -> {
            int made = writer.table(2);
            writer.text(made + FIRST, operator.id);
            writer.tables(made + SECOND, operator.types, type -> {
                int named = writer.table(2);
                writer.text(named + FIRST, type.name);
                writer.tables(named + SECOND, type.arguments, writer::argument);
                return named;
            });
            return made;
        });
        return writer.done();
    }

    /** Writes parents before children, for offsets point forward. */
    private static final class Writer {
        private ByteBuffer out = ByteBuffer.allocate(1 << 12).order(ByteOrder.LITTLE_ENDIAN);

        /** Writes a table of open offsets behind a description of its own; returns its place. */
        int table(int fields) {
            room(64);
            int start = out.position();
            // size of the description, size of the table, where each field is; filled up to 8 bytes
            out.putShort((short) (4 + 2 * fields)).putShort((short) (4 + 4 * fields));
            for (int i = 0; i < fields; i++) {
                out.putShort((short) (4 + 4 * i));
            }
            align();
            int table = out.position();
            out.putInt(table - start).position(table + 4 + 4 * fields);
            return table;
        }

        int argument(Argument argument) {
            room(64);
            int start = out.position();
            out.putShort((short) 8).putShort((short) 12).putShort((short) 8).putShort((short) 4);
            int table = out.position();
            out.putInt(table - start).putInt(argument.index).put(argument.kind);
            align();
            return table;
        }

        void text(int offset, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            room(bytes.length + 64);
            point(offset, out.position());
            out.putInt(bytes.length).put(bytes).put((byte) 0);
            align();
        }

        <T> void tables(int offset, List<T> elements, ToIntFunction<T> writer) {
            room(64 + 4 * elements.size());
            point(offset, out.position());
            out.putInt(elements.size());
            int first = out.position();
            out.position(first + 4 * elements.size());
            for (int i = 0; i < elements.size(); i++) {
                point(first + 4 * i, writer.applyAsInt(elements.get(i)));
            }
        }

        private void point(int offset, int target) {
            out.putInt(offset, target - offset);
        }

        private void align() {
            while (out.position() % 4 != 0) {
                out.put((byte) 0);
            }
        }

        private void room(int bytes) {
            if (out.remaining() < bytes) {
                out = ByteBuffer.allocate(2 * (out.capacity() + bytes))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(out.flip());
            }
        }

        ByteBuffer done() {
            return out.flip();
        }
    }
}
