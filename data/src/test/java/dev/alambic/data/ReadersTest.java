package dev.alambic.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.alambic.data.file.DataOptions;
import dev.alambic.data.text.Words;
import dev.alambic.onnx.InputMeaning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** Each reader of a format, with labels and without. */
class ReadersTest {
    private static final String NO_FOLDER = "no labelled data in this folder (expected train-images-idx3-ubyte[.gz]";
    private static final String IS_FOLDER = "is a folder (expected a file)";
    private static final InputMeaning.Image GRAY = new InputMeaning.Image(1, 2, 3, 0, 255);

    abstract static class Labelled extends ReaderContract {
        private final DataOptions options;

        Labelled(DataOptions options) {
            this.options = options;
        }

        @Override
        void open(Path file) {
            DataSource.open(file.toString(), options);
        }

        @Override
        String instead() {
            return NO_FOLDER;
        }
    }

    abstract static class Unlabelled extends ReaderContract {
        private final InputMeaning meaning;

        Unlabelled(InputMeaning meaning) {
            this.meaning = meaning;
        }

        @Override
        void open(Path file) {
            SampleSource.read(file.toString(), meaning, DataOptions.defaults());
        }

        @Override
        String instead() {
            return IS_FOLDER;
        }
    }

    @Nested
    class LabelledTable extends Labelled {
        LabelledTable() {
            super(DataOptions.defaults());
        }

        @Override
        String name() {
            return "rows.csv";
        }

        @Override
        byte[] content() {
            return "a,b,class\n1,2,x\n3,4,y\n5,6,x\n".getBytes(UTF_8);
        }

        @Override
        String emptyFile() {
            return "empty file (expected a header line and rows)";
        }
    }

    @Nested
    class LabelledTexts extends Labelled {
        LabelledTexts() {
            super(DataOptions.defaults().withInput(Words.input(8)));
        }

        @Override
        String name() {
            return "reviews.tsv";
        }

        @Override
        byte[] content() {
            return "text\tclass\nthe film is good\tx\na bad book\ty\n".getBytes(UTF_8);
        }

        @Override
        String emptyFile() {
            return "empty file (expected a header line and rows)";
        }
    }

    @Nested
    class LabelledImages extends Labelled {
        LabelledImages() {
            super(DataOptions.defaults());
        }

        @BeforeEach
        void writeLabels() throws IOException {
            byte[] labels = IdxDataTest.idx(2, 0x0801, 2);
            Files.write(folder.resolve("some-labels-idx1-ubyte"), labels);
        }

        @Override
        String name() {
            return "some-images-idx3-ubyte";
        }

        @Override
        byte[] content() {
            return IdxDataTest.idx(12, 0x0803, 2, 2, 3);
        }

        @Override
        String emptyFile() {
            return "too short for an IDX file of images";
        }
    }

    @Nested
    class Rows extends Unlabelled {
        Rows() {
            super(new InputMeaning.Table(List.of("a", "b")));
        }

        @Override
        String name() {
            return "rows.csv";
        }

        @Override
        byte[] content() {
            return "a,b\n1,2\n3,4\n".getBytes(UTF_8);
        }

        @Override
        String emptyFile() {
            return "empty (expected rows of 2 numbers)";
        }
    }

    @Nested
    class TextLines extends Unlabelled {
        TextLines() {
            super(Words.input(8));
        }

        @Override
        String name() {
            return "reviews.txt";
        }

        @Override
        byte[] content() {
            return "the film is good\n\na bad book\n".getBytes(UTF_8);
        }

        @Override
        String emptyFile() {
            return "no texts";
        }
    }

    @Nested
    class TextRows extends Unlabelled {
        TextRows() {
            super(Words.input(8));
        }

        @Override
        String name() {
            return "reviews.csv";
        }

        @Override
        byte[] content() {
            return "text,other\nthe film is good,1\na bad book,2\n".getBytes(UTF_8);
        }

        @Override
        String emptyFile() {
            return "empty (expected a header line and rows)";
        }
    }

    @Nested
    class Images extends Unlabelled {
        Images() {
            super(GRAY);
        }

        @Override
        String name() {
            return "some-images-idx3-ubyte";
        }

        @Override
        byte[] content() {
            return IdxDataTest.idx(12, 0x0803, 2, 2, 3);
        }

        @Override
        String emptyFile() {
            return "too short for an IDX file of images";
        }
    }
}
