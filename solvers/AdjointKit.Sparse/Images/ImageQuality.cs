using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Sparse;

/// <summary>How close an image is to the true one.</summary>
public static class ImageQuality
{
    /// <summary>The peak signal-to-noise ratio, -10 log10 of the mean of |x - truth|^2, dB, where 1 is the peak.</summary>
    /// <param name="image">The image in host memory, [height, width] or more, at least as large as the true one: what it has beyond that is padding.</param>
    /// <param name="truth">The true image [height, width] in host memory.</param>
    /// <param name="clips">Whether pixels are first brought between 0 and 1, as they would be shown.</param>
    public static double Psnr<T>(NdArray<T> image, NdArray<T> truth, bool clips = true)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (image.Rank != 2 || truth.Rank != 2 || image.Shape[0] < truth.Shape[0] || image.Shape[1] < truth.Shape[1] || truth.Count == 0) throw new ArgumentException($"an image of shape {image.Shape} is not one of shape {truth.Shape} with padding behind", nameof(image));
        double sum = 0;
        for (nint row = 0; row < truth.Shape[0]; row++)
        {
            for (nint column = 0; column < truth.Shape[1]; column++)
            {
                double pixel = double.CreateChecked(image[row, column]);
                if (clips) pixel = Math.Clamp(pixel, 0, 1);
                sum += Math.Pow(pixel - double.CreateChecked(truth[row, column]), 2);
            }
        }

        return -10 * Math.Log10(sum / truth.Count);
    }
}
