using AdjointKit.Arrays;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.IO.Tests.Images;

/// <summary>Files of other programs. The sums of all numbers were made with Pillow 9.4.</summary>
public class ImageSharedFilesTests
{
    [SkippableTheory]
    [InlineData("formats/png/gray16.png", ElementType.UInt16, "(37, 53)", 65440651)]
    [InlineData("formats/tiff/i32.tif", ElementType.Int32, "(37, 53)", 5780444)]
    [InlineData("formats/tiff/pil_lzw.tif", ElementType.UInt8, "(64, 64)", 39126)]
    [InlineData("formats/tiff/pil_packbits.tif", ElementType.UInt8, "(64, 64)", 39371)]
    [InlineData("formats/tiff/rgb_planar.tif", ElementType.UInt8, "(20, 30, 3)", 229680)]
    [InlineData("formats/tiff/u16_deflate_pred2.tif", ElementType.UInt16, "(37, 53)", 65440651)]
    [InlineData("formats/tiff/u16_strips.tif", ElementType.UInt16, "(37, 53)", 65440651)]
    [InlineData("learning/bsd68/test002.png", ElementType.UInt8, "(481, 321)", 23567865)]
    [InlineData("learning/bsd68/test016.png", ElementType.UInt8, "(321, 481)", 15979293)]
    [InlineData("learning/bsd68/test052.png", ElementType.UInt8, "(321, 481)", 27126220)]
    [InlineData("optics/diffusercam/psf_sample.tif", ElementType.UInt16, "(1200, 1600)", 4404928190)]
    [InlineData("optics/diffusercam/rawdata_hand_sample.tif", ElementType.UInt16, "(1200, 1600)", 30787010272)]
    [InlineData("optics/images_skimage/brick.png", ElementType.UInt8, "(512, 512)", 29217353)]
    [InlineData("optics/images_skimage/camera.png", ElementType.UInt8, "(512, 512)", 33832495)]
    [InlineData("optics/images_skimage/cell.png", ElementType.UInt8, "(660, 550)", 24669746)]
    [InlineData("optics/images_skimage/checker_bilevel.png", ElementType.UInt8, "(10, 10)", 50)]
    [InlineData("optics/images_skimage/chessboard_GRAY_U16.tif", ElementType.UInt16, "(200, 200)", 5100000)]
    [InlineData("optics/images_skimage/chessboard_GRAY_U16B.tif", ElementType.UInt16, "(200, 200)", 5100000)]
    [InlineData("optics/images_skimage/multipage.tif", ElementType.UInt8, "(2, 15, 10)", 19125 + 19019)]
    [InlineData("optics/images_skimage/page.png", ElementType.UInt8, "(191, 384)", 12581784)]
    [InlineData("optics/images_skimage/palette_gray.png", ElementType.UInt8, "(10, 10, 3)", 41250)]
    [InlineData("optics/images_skimage/phantom.png", ElementType.UInt8, "(400, 400, 3)", 15074655)]
    [InlineData("optics/images_skimage/text.png", ElementType.UInt8, "(172, 448)", 9960413)]
    [InlineData("optics/inline_deepdih/Image1.bmp", ElementType.UInt8, "(1000, 1000)", 49820591)]
    [InlineData("optics/offaxis_pydhm/+3cm.tif", ElementType.UInt8, "(1024, 1224)", 20823837)]
    [InlineData("optics/offaxis_pydhm/holonotele_fly-resize.png", ElementType.UInt8, "(1024, 1024)", 94002276)]
    [InlineData("optics/offaxis_pydhm/star-target.png", ElementType.UInt8, "(2048, 2048)", 250645253)]
    [InlineData("optics/offaxis_shampoo/USAF_test.tif", ElementType.UInt8, "(1024, 1024)", 91265404)]
    [InlineData("optics/phaseshift_pydhm/h1_PS5.png", ElementType.UInt8, "(1024, 1024)", 263698062)]
    [InlineData("optics/phaseshift_pydhm/h4_PS5.png", ElementType.UInt8, "(1024, 1024)", 241265690)]
    [InlineData("optics/qpi_qpformat/single_holo.tif", ElementType.UInt8, "(238, 267)", 7040971)]
    [InlineData("optics/slm/sample_direct_phase_hologram.png", ElementType.UInt8, "(512, 512)", 33235884)]
    [InlineData("optics/targets/USAF_test.png", ElementType.UInt8, "(1000, 1000, 4)", 344335593)]
    [InlineData("optics/targets/usaf1951.png", ElementType.UInt8, "(1080, 1920, 4)", 698429334)]
    [InlineData("optics/tie/MicroLens_I0.tiff", ElementType.UInt8, "(960, 1280)", 117953061)]
    [InlineData("optics/tie/MicroLens_Iz.tiff", ElementType.UInt8, "(960, 1280)", 117581294)]
    [InlineData("seismic/synthetic/core_sample.png", ElementType.UInt8, "(600, 140, 4)", 49068342)]
    public void Reads_what_Pillow_reads(string file, ElementType type, string shape, long sum)
    {
        using AnyArray array = ArrayFile.Read(SharedData.Path("data/" + file));
        Check(array, type, shape, sum);
        Assert.DoesNotContain(array.Warnings, warning => warning.Contains("name", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData("inline_holopy/bg01.jpg", "(512, 512)", 36464566)]
    [InlineData("inline_holopy/df01.jpg", "(512, 512)", 0)]
    [InlineData("inline_holopy/image01.jpg", "(512, 512)", 36600582)]
    [InlineData("offaxis_pydhm/hologram_EAFIT.jpg", "(1024, 1024)", 92399429)]
    [InlineData("phaseshift_pydhm/usaf_1_cut.jpg", "(1080, 1080)", 104647042)]
    [InlineData("phaseshift_pydhm/I0_Fresnel_Lens.bmp", "(1024, 1024, 3)", 167046726)]
    [InlineData("phaseshift_pydhm/I3_Fresnel_Lens.bmp", "(1024, 1024, 3)", 223368501)]
    [InlineData("targets/hexagon.jpg", "(225, 225, 3)", 11150580)]
    public void Reads_JPEG_as_Pillow_does(string file, string shape, long sum)
    {
        string path = SharedData.Path("data/optics/" + file);
        // JPEG is read by a library of the system that not every machine has; .ci/run installs it, so nothing is skipped there.
        Skip.If(TurboJpegLibrary.Instance is null, "libturbojpeg is not on this machine (Debian: libturbojpeg0)");
        using AnyArray array = ArrayFile.Read(path);
        Check(array, ElementType.UInt8, shape, sum);
        Assert.Equal(file.EndsWith(".bmp", StringComparison.Ordinal), array.Warnings.Contains("it is a JPEG image, whatever its name promises"));
    }

    [SkippableTheory]
    [InlineData("f32_le.tif", ElementType.Float32)]
    [InlineData("f64_le.tif", ElementType.Float64)]
    [InlineData("f32_tiled_deflate_pred3.tif", ElementType.Float32)]
    public void Reads_floating_point_TIFF(string file, ElementType type)
    {
        using AnyArray array = ArrayFile.Read(SharedData.Path("data/formats/tiff/" + file));
        Assert.Equal(type, array.ElementType);
        using NdArray<double> values = array.As<double>();
        Assert.Equal(5.78047307318775, Sum(values), 1e-6);
        double[] first = [-0.16318245232105255, 0.8928221464157104, -1.030461072921753, -0.6038649082183838];
        for (int x = 0; x < first.Length; x++) Assert.Equal(first[x], values[0, x], 1e-7);
    }

    [SkippableFact]
    public void Keeps_the_numbers_of_four_bits()
    {
        // Pillow stretches them to 0 to 255: its sum is 17 times this one.
        using AnyArray array = ArrayFile.Read(SharedData.Path("data/formats/png/gray4.png"));
        Check(array, ElementType.UInt8, "(3, 5)", 765 / 17);
    }

    private static void Check(AnyArray array, ElementType type, string shape, long sum)
    {
        Assert.Equal(type, array.ElementType);
        Assert.Equal(shape, array.Shape.ToString());
        using NdArray<double> values = array.As<double>();
        Assert.Equal(sum, (long)Sum(values));
    }

    private static double Sum(NdArray<double> values)
    {
        double sum = 0;
        foreach (double value in values.AsReadOnlySpan()) sum += value;
        return sum;
    }
}
