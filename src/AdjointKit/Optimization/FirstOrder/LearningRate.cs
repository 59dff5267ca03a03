namespace AdjointKit.Optimization;

/// <summary>The learning rate of each step; a number is one that stays.</summary>
public abstract record LearningRate
{
    private protected LearningRate()
    {
    }

    /// <summary>A rate that stays.</summary>
    /// <param name="rate">The rate.</param>
    public static implicit operator LearningRate(double rate) => Constant(rate);

    /// <summary>A rate that stays.</summary>
    /// <param name="rate">The rate.</param>
    public static LearningRate Constant(double rate) => new Falling(Rate(rate), 1, 1);

    /// <summary>A rate that is multiplied by a factor every so many steps.</summary>
    /// <param name="rate">The first rate.</param>
    /// <param name="every">The number of steps between two changes.</param>
    /// <param name="factor">The factor.</param>
    public static LearningRate Step(double rate, long every, double factor = 0.1)
    {
        if (every < 1) throw new ArgumentException($"a learning rate changes every 1 or more steps, not every {every}");
        return new Falling(Rate(rate), every, Positive(factor));
    }

    /// <summary>A rate that is multiplied by a factor after each step.</summary>
    /// <param name="rate">The first rate.</param>
    /// <param name="factor">The factor.</param>
    public static LearningRate Exponential(double rate, double factor) => new Falling(Rate(rate), 1, Positive(factor));

    /// <summary>A rate that grows linearly over the warm-up, rate (k + 1) / (warmUp + 1) in step k, and then falls from the peak to the final one along half a cosine, and stays there (Loshchilov and Hutter, ICLR 2017).</summary>
    /// <param name="rate">The peak, which step <paramref name="warmUp"/> has.</param>
    /// <param name="steps">The number of steps, the warm-up included: step <paramref name="steps"/> is the first with the final rate.</param>
    /// <param name="warmUp">The number of steps before the peak.</param>
    /// <param name="final">The final rate.</param>
    public static LearningRate Cosine(double rate, long steps, long warmUp = 0, double final = 0)
    {
        if (warmUp < 0 || warmUp >= steps) throw new ArgumentException($"a warm-up of {warmUp} steps does not lie within {steps} steps");
        return new HalfCosine(Rate(rate), steps, warmUp, Rate(final));
    }

    /// <summary>The rate of a step.</summary>
    /// <param name="step">The number of the step, from 0.</param>
    public abstract double At(long step);

    private static double Rate(double rate) => rate >= 0 && double.IsFinite(rate) ? rate : throw new ArgumentException($"a learning rate is a number of 0 or more, not {rate}");

    private static double Positive(double factor) => factor > 0 && double.IsFinite(factor) ? factor : throw new ArgumentException($"a factor of the learning rate is a number above 0, not {factor}");

    private sealed record Falling(double First, long Every, double Factor) : LearningRate
    {
        public override double At(long step) => First * Math.Pow(Factor, step / Every);
    }

    private sealed record HalfCosine(double Peak, long Steps, long WarmUp, double Final) : LearningRate
    {
        public override double At(long step)
        {
            if (step < WarmUp) return Peak * (step + 1) / (WarmUp + 1);
            if (step >= Steps) return Final;
            return Final + (0.5 * (Peak - Final) * (1 + Math.Cos(Math.PI * (step - WarmUp) / (Steps - WarmUp))));
        }
    }
}
