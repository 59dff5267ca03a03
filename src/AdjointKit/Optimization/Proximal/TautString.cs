namespace AdjointKit.Optimization;

/// <summary>
/// The x that makes |x - y|^2 / 2 + t sum |x[k + 1] - x[k]| smallest, exactly, by a direct method (Condat, "A direct algorithm for 1-D total variation denoising", IEEE Signal Process. Lett. 20, 2013):
/// while a segment grows, the lowest and the highest value that it can have are carried along, with the sums by which a string through them misses the tube of half width t; when one of them
/// can be kept no longer, the segment ends where it last touched the tube.
/// </summary>
internal static class TautString
{
    internal static void Denoise(ReadOnlySpan<double> y, double t, Span<double> x)
    {
        int last = y.Length - 1;
        int start = 0;
        int at = 0;
        int lowEnd = 0;
        int highEnd = 0;
        double low = y[0] - t;
        double high = y[0] + t;
        double lowSum = t;
        double highSum = -t;
        while (true)
        {
            if (at == last)
            {
                if (lowSum < 0)
                {
                    x[start..(lowEnd + 1)].Fill(low);
                    at = start = lowEnd = lowEnd + 1;
                    low = y[at];
                    lowSum = t;
                    highSum = low + t - high;
                }
                else if (highSum > 0)
                {
                    x[start..(highEnd + 1)].Fill(high);
                    at = start = highEnd = highEnd + 1;
                    high = y[at];
                    highSum = -t;
                    lowSum = high - t - low;
                }
                else
                {
                    x[start..].Fill(low + (lowSum / (at - start + 1)));
                    return;
                }

                continue;
            }

            double next = y[at + 1];
            if (lowSum + next - low < -t)
            {
                x[start..(lowEnd + 1)].Fill(low);
                at = start = highEnd = lowEnd = lowEnd + 1;
                low = y[at];
                high = low + (2 * t);
                lowSum = t;
                highSum = -t;
            }
            else if (highSum + next - high > t)
            {
                x[start..(highEnd + 1)].Fill(high);
                at = start = lowEnd = highEnd = highEnd + 1;
                high = y[at];
                low = high - (2 * t);
                lowSum = t;
                highSum = -t;
            }
            else
            {
                at++;
                lowSum += next - low;
                highSum += next - high;
                if (lowSum >= t)
                {
                    lowEnd = at;
                    low += (lowSum - t) / (at - start + 1);
                    lowSum = t;
                }

                if (highSum <= -t)
                {
                    highEnd = at;
                    high += (highSum + t) / (at - start + 1);
                    highSum = -t;
                }
            }
        }
    }
}
