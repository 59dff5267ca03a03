using System.Security.Cryptography;
using AdjointKit.Arrays;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.IO.Tests.Matlab;

/// <summary>Every MAT-file of the shared folder, against what SciPy reads: the class that whosmat names, and shape and SHA-256 of loadmat's elements in that type, row by row.</summary>
public class MatSharedFilesTests
{
    [SkippableTheory]
    [InlineData("data/formats/mat/v5_plain.mat", "f8", ElementType.Float64, "(3, 4)", "7d3884eabbdcad1d")]
    [InlineData("data/formats/mat/v5_plain.mat", "f4", ElementType.Float32, "(3, 4)", "28ccef36c434caf4")]
    [InlineData("data/formats/mat/v5_plain.mat", "c16", ElementType.Complex128, "(3, 4)", "0c536788b40adeab")]
    [InlineData("data/formats/mat/v5_plain.mat", "i16", ElementType.Int16, "(3, 4)", "dcc144832daa16ff")]
    [InlineData("data/formats/mat/v5_plain.mat", "u8", ElementType.UInt8, "(3, 4)", "058fbac4c038d443")]
    [InlineData("data/formats/mat/v5_plain.mat", "logical", ElementType.Boolean, "(3, 4)", "49deb6917a2ae5b5")]
    [InlineData("data/formats/mat/v5_plain.mat", "empty", ElementType.Float64, "(0, 0)", "e3b0c44298fc1c14")]
    [InlineData("data/formats/mat/v5_plain.mat", "cube", ElementType.Float64, "(2, 3, 4)", "83e13c83f17cec9f")]
    [InlineData("data/learning/lista/alista_D.mat", "D", ElementType.Float64, "(250, 500)", "0a7a67108298fe7f")]
    [InlineData("data/learning/lista/hyperlista_A_sc.mat", "A", ElementType.Float64, "(250, 500)", "9d3f42fcb0eaeee0")]
    [InlineData("data/learning/lista/hyperlista_G_sc.mat", "G", ElementType.Float64, "(250, 250)", "c4db70adfac2227e")]
    [InlineData("data/learning/lista/hyperlista_W_gram_sc.mat", "W_gram", ElementType.Float64, "(250, 500)", "068cc1884c4ed83f")]
    [InlineData("data/learning/lista/hyperlista_W_sc.mat", "W", ElementType.Float64, "(250, 500)", "b2a7977d71745ceb")]
    [InlineData("data/learning/mri/brainphantom.mat", "gt", ElementType.Float64, "(256, 256)", "ccdb51bd757c1d79")]
    [InlineData("data/learning/mri/brainphantom.mat", "gt_seg", ElementType.Float64, "(256, 256)", "3b772ce652a9a245")]
    [InlineData("data/learning/mri/mask_20.mat", "mask_matrix", ElementType.Float64, "(256, 256)", "301f100a2ac01eee")]
    [InlineData("data/learning/mri/spiralsampling.mat", "samp", ElementType.Boolean, "(256, 256)", "9a9301f1a6b45b37")]
    [InlineData("data/learning/set11/phi_0_10_1089.mat", "phi", ElementType.Float64, "(109, 1089)", "ba84349f42bab732")]
    [InlineData("data/optics/fpm_uconn/bloodsmear_green.mat", "aberration", ElementType.Float64, "(1, 1)", "af5570f5a1810b7a")]
    [InlineData("data/optics/fpm_uconn/bloodsmear_green.mat", "imlow_HDR", ElementType.Float32, "(128, 128, 225)", "81fea9a862c5cad6")]
    [InlineData("data/optics/fpm_uconn/bloodsmear_green.mat", "theta", ElementType.Float64, "(1, 1)", "af5570f5a1810b7a")]
    [InlineData("data/optics/fpm_uconn/bloodsmear_green.mat", "wlength", ElementType.Float64, "(1, 1)", "23d65ced0b198684")]
    [InlineData("data/optics/fpm_uconn/bloodsmear_green.mat", "xint", ElementType.Float64, "(1, 1)", "af5570f5a1810b7a")]
    [InlineData("data/optics/fpm_uconn/bloodsmear_green.mat", "yint", ElementType.Float64, "(1, 1)", "2da671ae0a6358d0")]
    [InlineData("data/optics/fpm_uconn/bloodsmear_green.mat", "z", ElementType.Float64, "(1, 1)", "2222dc29f184b5ab")]
    [InlineData("data/optics/ptycho/tike_hermite.mat", "M", ElementType.Float64, "(1, 1)", "161f4c0b1a18a050")]
    [InlineData("data/optics/ptycho/tike_hermite.mat", "N", ElementType.Float64, "(1, 1)", "3f710ac088db3336")]
    [InlineData("data/optics/ptycho/tike_hermite.mat", "X", ElementType.Float64, "(64, 64)", "d1d26a5f0a4746f6")]
    [InlineData("data/optics/ptycho/tike_hermite.mat", "Y", ElementType.Float64, "(64, 64)", "974a52d3a55e0182")]
    [InlineData("data/optics/ptycho/tike_hermite.mat", "probes", ElementType.Complex128, "(64, 64)", "1370a56876f8d1c9")]
    [InlineData("data/optics/ptycho/tike_hermite.mat", "result", ElementType.Complex128, "(64, 64, 12)", "ef42555789dae45d")]
    [InlineData("data/optics/ptycho/tike_hermite.mat", "x", ElementType.Float64, "(1, 64)", "afff9942fde8de56")]
    [InlineData("data/optics/ptycho/tike_hermite.mat", "y", ElementType.Float64, "(1, 64)", "afff9942fde8de56")]
    public void An_array_is_the_one_that_scipy_reads(string path, string name, ElementType type, string shape, string digest)
    {
        MatFile file = MatFile.Open(SharedData.Path(path));
        using AnyArray array = file.Read(name);
        Assert.Equal(type, array.ElementType);
        Assert.Equal(shape, array.Shape.ToString());
        Assert.Equal(digest, Digest(array));
        MatVariable listed = Assert.Single(file.Variables, variable => variable.Name == name);
        Assert.Equal(new MatVariable(name, MatKind.Numbers, array.Shape, type), listed);
    }

    [SkippableFact]
    public void The_kinds_of_the_format_sample_are_read()
    {
        MatFile file = MatFile.Open(SharedData.Path("data/formats/mat/v5_plain.mat"));
        Assert.Equal(["f8", "f4", "c16", "i16", "u8", "logical", "txt", "st", "empty", "cube", "sparse", "cellv"], file.Variables.Select(variable => variable.Name));
        Assert.Equal("hello", file.ReadText("txt"));
        using NdArray<double> one = file.Read<double>("st.a");
        Assert.Equal(1, one[0, 0]);
        using AnyArray grid = file.Read("st.b");
        using AnyArray cell = file.Read("cellv{1}");
        Assert.Equal("7d3884eabbdcad1d", Digest(grid));
        Assert.Equal("7d3884eabbdcad1d", Digest(cell));
        Assert.Equal("s", file.ReadText("cellv{2}"));
        using NdArray<double> sparse = file.Read<double>("sparse");
        Assert.Equal([0.0, 0, 0, 0, 0, 0, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5], sparse.AsReadOnlySpan().ToArray());
        using NdArray<double> cube = file.Read<double>("cube");
        Assert.Equal(23, cube[1, 2, 3]);
        Assert.Equal(12, cube[1, 0, 0]);
    }

    [SkippableFact]
    public void The_file_of_level_4_is_refused_with_the_way_out()
    {
        string path = SharedData.Path("data/formats/mat/v4.mat");
        var refusal = Assert.Throws<FileFormatException>(() => ArrayFile.Read(path));
        Assert.EndsWith("this is a MAT-file of level 4 or none at all; load it in MATLAB and save it with -v7.", refusal.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void The_published_dictionary_has_unit_columns()
    {
        using NdArray<double> dictionary = ArrayFile.Read<double>(SharedData.Path("data/learning/lista/hyperlista_A_sc.mat"));
        Assert.Equal(new Shape(250, 500), dictionary.Shape);
        for (nint column = 0; column < 500; column++)
        {
            double sum = 0;
            for (nint row = 0; row < 250; row++) sum += dictionary[row, column] * dictionary[row, column];
            Assert.Equal(1, sum, 1e-6);
        }
    }

    private static string Digest(AnyArray array)
    {
        byte[] bytes = new byte[array.Shape.Count * ElementTypes.SizeOf(array.ElementType)];
        using var stream = new MemoryStream(bytes);
        ElementBytes.Write(stream, array);
        return Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
    }
}
