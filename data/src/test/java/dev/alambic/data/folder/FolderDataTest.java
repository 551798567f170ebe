package dev.alambic.data.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.DataSource;
import dev.alambic.data.SampleSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.file.PictureOptions;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.LoadedData;
import dev.alambic.data.set.Splits;
import dev.alambic.onnx.InputMeaning;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Labelled pictures as people have them. */
class FolderDataTest {
    private static final DataOptions DEFAULTS = DataOptions.defaults();
    private static final int GRAY = BufferedImage.TYPE_BYTE_GRAY;
    private static final int RGB = BufferedImage.TYPE_INT_RGB;

    @TempDir
    private Path folder;

    /** Writes noise. */
    private Path write(String name, int width, int height, int type) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(width, height, type);
        SplittableRandom random = new SplittableRandom(name.hashCode());
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, random.nextInt());
        }
        assertThat(ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile()))
                .isTrue();
        return file;
    }

    private void write(int type, String... names) throws IOException {
        for (String name : names) {
            write(name, 4, 3, type);
        }
    }

    private LoadedData open(DataOptions options) {
        return DataSource.open(folder.toString(), options);
    }

    private static DataOptions with(PictureOptions pictures) {
        return DEFAULTS.withPictures(pictures);
    }

    private void refused(String message) {
        assertThatThrownBy(() -> open(DEFAULTS))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(message.replace("FOLDER", folder.toString()));
    }

    @Test
    void classesAreFoldersInTheOrderOfTheirNames() throws IOException {
        write(GRAY, "dog/1.png", "cat/b.jpg", "cat/a.png", "cat/deeper/c.bmp");

        LoadedData data = open(DEFAULTS);

        assertThat(data.all().classes()).containsExactly("cat", "dog");
        assertThat(data.all().labels()).containsExactly(0, 0, 0, 1);
        assertThat(data.all().input()).isEqualTo(new InputMeaning.Image(1, 3, 4, 0, 255, InputMeaning.Resize.STRETCH));
        assertThat(data.test()).isNull();
        assertThat(data.all().notes()).isEmpty();
    }

    @Test
    void classesThatAreNumbersAreInNumericOrder() throws IOException {
        write(GRAY, "10/1.png", "9/1.png", "100/1.png");

        assertThat(open(DEFAULTS).all().classes()).containsExactly("9", "10", "100");
    }

    @ParameterizedTest
    @ValueSource(strings = {"val", "valid", "validation", "Val"})
    void partsAreFoldersToo(String validation) throws IOException {
        write(GRAY, "train/a/1.png", "train/a/2.png", "train/b/1.png", "train/b/2.png", "test/b/1.png", "test/a/1.png");
        write(GRAY, validation + "/a/1.png", validation + "/b/9.png", validation + "/b/8.png");

        Splits splits = Splits.stratified(open(DEFAULTS), 0.3, 0.3, 1);

        assertThat(splits.train().size()).isEqualTo(4);
        assertThat(splits.validation().size()).isEqualTo(3);
        assertThat(splits.test().size()).isEqualTo(2);
    }

    @Test
    void aListOfFilesAndLabelsIsAFolderToo() throws IOException {
        write(RGB, "images/x.png", "images/y.png", "z.png", "sub/w.jpg");
        Files.writeString(
                folder.resolve("all.csv"),
                "Filename,age,Label,split\nx.png,1,no,train\ny,2,yes,train\nz.png,2,yes,test\nsub/w.jpg,1,no,test\n");

        LoadedData data = open(DEFAULTS);
        LoadedData named = DataSource.open(folder.resolve("all.csv").toString(), DEFAULTS);

        assertThat(data.all().labels()).containsExactly(0, 1);
        assertThat(Objects.requireNonNull(data.test()).labels()).containsExactly(1, 0);
        assertThat(named.all().classes()).containsExactly("no", "yes");
        assertThat(open(DEFAULTS.withLabel("age")).all().classes()).containsExactly("1", "2");
    }

    @Test
    void listsOfPartsAreCalledSo() throws IOException {
        write(GRAY, "train/1.png", "train/2.png", "test/3.png", "test/4.png");
        Files.writeString(folder.resolve("train.csv"), "id,image,breed\n1,1.png,a\n2,2.png,b\n");
        Files.writeString(folder.resolve("test.csv"), "id,image,breed\n3,3.png,b\n4,4.png,a\n");

        LoadedData data = open(DEFAULTS);

        assertThat(data.all().labels()).containsExactly(0, 1);
        assertThat(Objects.requireNonNull(data.test()).labels()).containsExactly(1, 0);
    }

    @Test
    void whatIsNotToldFollowsFromThePictures() throws IOException {
        write("a/1.png", 300, 200, GRAY);
        write("b/1.png", 300, 200, RGB);
        assertThat(open(DEFAULTS).all().input())
                .isEqualTo(new InputMeaning.Image(3, 43, 64, 0, 255, InputMeaning.Resize.STRETCH));

        write("b/2.png", 20, 70, GRAY);
        Dataset mixed = open(DEFAULTS).all();
        assertThat(mixed.input()).isEqualTo(new InputMeaning.Image(3, 64, 64, 0, 255, InputMeaning.Resize.STRETCH));
        assertThat(mixed.notes())
                .containsExactly("pictures of 2 sizes are brought to 64x64 pixels (data.size says another)");

        PictureOptions told = PictureOptions.defaults()
                .withWidth(8)
                .withHeight(6)
                .withFit(InputMeaning.Resize.CROP)
                .withColours(PictureOptions.Colours.GRAY);
        assertThat(open(with(told)).all().input())
                .isEqualTo(new InputMeaning.Image(1, 6, 8, 0, 255, InputMeaning.Resize.CROP));
    }

    @Test
    void aModelDecides() throws IOException {
        write(RGB, "a/1.png", "b/1.png");
        InputMeaning.Image model = new InputMeaning.Image(1, 2, 2, -1, 1, InputMeaning.Resize.PAD);

        Dataset data = open(DEFAULTS.withInput(model)).all();

        assertThat(data.input()).isEqualTo(model);
        assertThat(data.sampleSize()).isEqualTo(4);
        assertThatThrownBy(() -> open(DEFAULTS.withInput(new InputMeaning.Table(List.of("x")))))
                .hasMessage(folder + ": pictures cannot be fed to a model of tables");
    }

    /** One decoder and one resize: what a model learns from is what it is asked about. */
    @ParameterizedTest
    @EnumSource(InputMeaning.Resize.class)
    void theSamePictureIsTheSameThroughEveryDoor(InputMeaning.Resize fit) throws IOException {
        Path file = write("a/1.png", 37, 23, RGB);
        write("b/1.jpg", 30, 50, RGB);
        PictureOptions options =
                PictureOptions.defaults().withWidth(16).withHeight(12).withFit(fit);
        Dataset data = open(with(options)).all();
        float[] learnt = new float[data.sampleSize()];
        data.copySample(0, learnt, 0);

        float[] asked = SampleSource.read(file.toString(), data.input(), DataOptions.defaults())
                .values()[0];
        float[] decodedAgain = new float[learnt.length];
        open(with(options.withCacheBytes(0))).all().copySample(0, decodedAgain, 0);

        assertThat(asked).isEqualTo(learnt);
        assertThat(decodedAgain).isEqualTo(learnt);
    }

    @Test
    void aBrokenFileIsNamedOrLeftOutWhenTold() throws IOException {
        write(GRAY, "a/1.png", "a/2.png", "b/1.png");
        Files.writeString(folder.resolve("b/2.png"), "no picture");

        refused(
                "FOLDER/b/2.png: not an image (expected PNG, JPEG, WebP, GIF, BMP or TIFF) (1 of 4 files; data: {broken:"
                        + " skip} in a recipe leaves such files out)");
        Dataset data = open(with(PictureOptions.defaults().withBroken(PictureOptions.Broken.SKIP)))
                .all();
        assertThat(data.labels()).containsExactly(0, 0, 1);
        assertThat(data.notes())
                .containsExactly("1 of 4 files are broken and left out: " + folder
                        + "/b/2.png: not an image (expected PNG, JPEG, WebP, GIF, BMP or TIFF)");
    }

    @Test
    void contentDecidesAndWhatIsNoPictureIsLeftOut() throws IOException {
        write(GRAY, "a/1.png", "b/1.png");
        Files.copy(folder.resolve("a/1.png"), folder.resolve("a/without-ending"));
        Files.copy(folder.resolve("a/1.png"), folder.resolve("b/called.jpg"));
        Files.writeString(folder.resolve("a/notes.txt"), "BLUE");
        Files.writeString(folder.resolve("a/.DS_Store"), "x");
        Files.createDirectories(folder.resolve(".git"));

        assertThat(open(DEFAULTS).all().labels()).containsExactly(0, 0, 1, 1);
    }

    @Test
    void aClassWithoutPicturesIsRefused() throws IOException {
        write(GRAY, "train/a/1.png", "train/b/1.png", "test/a/1.png", "test/b/1.png");
        Files.createDirectories(folder.resolve("test/c"));
        open(DEFAULTS);

        Files.createDirectories(folder.resolve("train/c"));

        refused(
                "FOLDER/train/c: a class without pictures (expected at least one, was none): put some there or remove the"
                        + " folder");
    }

    @Test
    void namesThatDifferByCaseAreRefused() throws IOException {
        write(GRAY, "train/Cat/1.png", "train/dog/1.png", "test/cat/1.png", "test/dog/1.png");

        refused("FOLDER: the names of two classes differ by case alone: 'cat' and 'Cat' (rename one, or put them"
                + " together)");
    }

    @Test
    void aClassThatTrainingNeverSawIsRefused() throws IOException {
        write(GRAY, "train/a/1.png", "train/b/1.png", "test/c/1.png", "test/a/1.png");

        refused("FOLDER/test/c/1.png: a label that training never saw (expected one of 'a', 'b', was 'c')");
    }

    @Test
    void oneClassIsNotEnough() throws IOException {
        write(GRAY, "a/1.png", "a/2.png");

        refused("FOLDER: fewer than 2 classes (expected at least 2, was 1 'a')");
    }

    @Test
    void picturesWithoutClassesAreRefused() throws IOException {
        write(GRAY, "1.png", "2.png");

        refused(
                "FOLDER: pictures without classes (expected FOLDER/<class>/…, FOLDER/train/<class>/… or a CSV file beside"
                        + " them with the columns file and label)");
    }

    @Test
    void picturesBesidePartsAreRefused() throws IOException {
        write(GRAY, "train/a/1.png", "train/b/1.png", "more/a/1.png");

        refused("FOLDER/more: pictures beside the parts of the data (expected train, and val and test if there are any,"
                + " was 'more')");
    }

    @Test
    void aLinkMustStayInside() throws IOException {
        Path inner = folder.resolve("photos");
        write(GRAY, "photos/a/1.png", "photos/b/1.png", "secret/1.png");
        Files.createSymbolicLink(inner.resolve("a/2.png"), inner.resolve("a/1.png"));
        assertThat(DataSource.open(inner.toString(), DEFAULTS).all().size()).isEqualTo(3);

        Files.createSymbolicLink(inner.resolve("b/2.png"), folder.resolve("secret/1.png"));

        assertThatThrownBy(() -> DataSource.open(inner.toString(), DEFAULTS))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith(inner + "/b/2.png: a link that leads out of " + inner);
        Files.delete(inner.resolve("b/2.png"));
        Files.createSymbolicLink(inner.resolve("c"), folder.resolve("secret"));
        assertThatThrownBy(() -> DataSource.open(inner.toString(), DEFAULTS))
                .hasMessageStartingWith(inner + "/c: a link that leads out of " + inner);
    }

    @Test
    void aListThatNamesMissingPicturesIsRefused() throws IOException {
        write(GRAY, "1.png", "2.png");
        Path list = Files.writeString(folder.resolve("l.csv"), "file,label\n1.png,a\n2.png,b\n3.png,a\n4.png,b\n");

        refused(list + ":4: no picture '3.png' beside " + list + " (and 1 more of 4 rows: " + list
                + ":5: no picture '4.png')");
    }

    @Test
    void aListThatLeadsOutIsRefused() throws IOException {
        write(GRAY, "in/1.png", "2.png");
        Path list = Files.writeString(folder.resolve("in/l.csv"), "file,label\n1.png,a\n../2.png,b\n");

        assertThatThrownBy(() -> DataSource.open(list.toString(), DEFAULTS))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith(list + ":3: a picture outside of the list's folder");
    }

    @Test
    void aTableIsNoList() throws IOException {
        Path table = Files.writeString(folder.resolve("t.csv"), "a,image,class\n1,2,x\n3,4,y\n");

        assertThat(DataSource.open(table.toString(), DEFAULTS).all().input()).isInstanceOf(InputMeaning.Table.class);
    }

    @Test
    void aFolderCalledNaIsAClassAndALabelOfAListThatIsMissingIsNot() throws IOException {
        write(RGB, "NA/a.png", "NA/b.png", "null/c.png", "null/d.png");
        assertThat(open(DEFAULTS).all().classes()).containsExactly("NA", "null");

        Files.writeString(folder.resolve("labels.csv"), "file,label\nNA/a.png,x\nNA/b.png,\n");
        assertThatThrownBy(() -> DataSource.open(folder.resolve("labels.csv").toString(), DEFAULTS))
                .hasMessageContaining("labels.csv:3: no label");
    }

    /** Returns the files of a split that was made by groups, by their levels. */
    private static void requireApart(LoadedData data, int perGroup) {
        Splits splits = Splits.stratified(data, 0.25, 0.25, 3);
        assertThat(splits.train().size()
                        + splits.validation().size()
                        + splits.test().size())
                .isEqualTo(data.all().size());
        for (Dataset part : List.of(splits.train(), splits.validation(), splits.test())) {
            assertThat(part.size()).isPositive();
            assertThat(part.size() % perGroup).isZero(); // each group whole, and all are of one size
        }
    }

    @Test
    void picturesOfAListThatBelongTogetherComeIntoOnePart() throws IOException {
        StringBuilder list = new StringBuilder("file,patient,label,camera\n");
        for (int i = 0; i < 36; i++) {
            write(RGB, i + ".png");
            list.append(i + ".png,p" + i / 3 + "," + (i / 3 % 2 == 0 ? "ill" : "well") + ",c\n");
        }
        Files.writeString(folder.resolve("list.csv"), list);

        LoadedData data = open(DEFAULTS.withGroup("patient").withLabel("label"));
        requireApart(data, 3);
        assertThat(Splits.stratified(open(DEFAULTS), 0.25, 0.25, 3).train().isGrouped())
                .isFalse();
        assertThatThrownBy(() -> open(DEFAULTS.withGroup("pateint")))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("list.csv:1: no column 'pateint', did you mean 'patient'?");
    }

    @Test
    void theColumnOfGroupsIsNoLabel() throws IOException {
        write(RGB, "1.png", "2.png");
        Files.writeString(folder.resolve("list.csv"), "file,sort,patient\n1.png,a,p\n2.png,b,q\n");

        assertThat(open(DEFAULTS.withGroup("patient")).all().classes()).containsExactly("a", "b");
    }

    @Test
    void foldersBelowThoseOfTheClassesAreGroupsIfAsked() throws IOException {
        for (int i = 0; i < 32; i++) {
            write(RGB, (i % 2 == 0 ? "ill" : "well") + "/p" + i / 4 + "/" + i + ".png");
        }
        requireApart(open(DEFAULTS.withGroup("folder")), 4);
        refused(
                DEFAULTS.withGroup("patient"),
                folder + ": data.group is 'folder' for a folder, whose files lie in " + folder
                        + "/<class>/<group>/…, or a column of a CSV list of files (was 'patient')");
    }

    private void refused(DataOptions options, String message) {
        assertThatThrownBy(() -> open(options))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(message);
    }

    @Test
    void aFolderWithoutFoldersBelowItsClassesHasNoGroups() throws IOException {
        write(RGB, "a/1.png", "b/2.png");
        assertThatThrownBy(() -> open(DEFAULTS.withGroup("folder")))
                .hasMessageEndingWith("(was 'folder', and no file lies below a class's folder)");
    }
}
