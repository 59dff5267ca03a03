namespace AdjointKit.Optimization;

/// <summary>What a line search makes of a trial.</summary>
internal enum SearchVerdict
{
    /// <summary>Evaluate at <see cref="StrongWolfeSearch.Step"/>.</summary>
    Continue,

    /// <summary>The trial is the new iterate.</summary>
    Accept,

    /// <summary>No step makes the function smaller.</summary>
    Fail,
}

/// <summary>
/// A step t with f(t) at most f(0) + mu t f'(0) and |f'(t)| at most eta |f'(0)| (More and Thuente, ACM Trans. Math. Softw. 20, 1994), asked trial by trial: an interval that holds such
/// steps shrinks by cubic and quadratic interpolation.
/// </summary>
/// <remarks>
/// Near a minimum f(t) - f(0) drowns in rounding while slopes are still exact: a step with a slope that is small enough is then taken as well (approximate Wolfe conditions, Hager and
/// Zhang, SIAM J. Optim. 16, 2005). A trial where the function is not finite halves the way to it.
/// </remarks>
internal struct StrongWolfeSearch
{
    private const int TrialLimit = 20;
    private const int RejectionLimit = 200;
    private const double SmallestInterval = 0.1;

    private readonly double value0;
    private readonly double slope0;
    private readonly double slopeOfLine;
    private readonly double curvature;
    private readonly double rounding;
    private double largest;
    private double least;
    private double most;
    private double width;
    private double widthBefore;
    private Point best;
    private Point other;
    private bool bracketed;
    private bool secondStage;
    private int trials;
    private int rejections;

    /// <summary>Begins.</summary>
    /// <param name="value">f(0).</param>
    /// <param name="slope">f'(0), negative.</param>
    /// <param name="first">The first trial.</param>
    /// <param name="largest">The largest allowed step.</param>
    /// <param name="decrease">mu.</param>
    /// <param name="curvature">eta.</param>
    /// <param name="roundoff">The unit roundoff of f.</param>
    internal StrongWolfeSearch(double value, double slope, double first, double largest, double decrease, double curvature, double roundoff)
    {
        value0 = value;
        slope0 = slope;
        slopeOfLine = decrease * slope;
        this.curvature = curvature;
        rounding = 1024 * roundoff * Math.Abs(value);
        this.largest = largest;
        Step = Math.Min(first, largest);
        most = 5 * Step;
        width = largest;
        widthBefore = 2 * largest;
        best = other = new Point(0, value, slope);
    }

    /// <summary>The trial.</summary>
    internal double Step { get; private set; }

    /// <summary>Takes f and f' at <see cref="Step"/>.</summary>
    internal SearchVerdict Next(double value, double slope)
    {
        if (!double.IsFinite(value) || !double.IsFinite(slope)) return Reject();
        var trial = new Point(Step, value, slope);
        double line = value0 + (Step * slopeOfLine);
        if (!secondStage && value <= line && slope >= 0) secondStage = true;
        if (value <= line && Math.Abs(slope) <= -curvature * slope0) return SearchVerdict.Accept;
        if (Math.Abs(value - value0) <= rounding && Math.Abs(slope) <= -Math.Min(curvature, 0.8) * slope0) return SearchVerdict.Accept;
        bool exhausted = bracketed && (Step <= least || Step >= most || most - least <= SmallestInterval * most);
        bool atEnd = Step == largest && value <= line && slope <= slopeOfLine;
        trials++;
        if (exhausted || atEnd || trials == TrialLimit) return value < value0 ? SearchVerdict.Accept : exhausted && Step > 0 && trials < TrialLimit ? Shrink(trial) : SearchVerdict.Fail;
        Choose(trial, line);
        return SearchVerdict.Continue;
    }

    private SearchVerdict Reject()
    {
        if (++rejections == RejectionLimit) return SearchVerdict.Fail;
        largest = 0.5 * (best.Step + Step);
        most = Math.Min(most, largest);
        Step = largest;
        return Step > best.Step ? SearchVerdict.Continue : SearchVerdict.Fail;
    }

    /// <summary>The interval is used up without a smaller value, for rounding or a jump: much shorter steps are tried.</summary>
    private SearchVerdict Shrink(Point trial)
    {
        best = new Point(0, value0, slope0);
        other = trial;
        Step = 0.1 * trial.Step;
        (least, most) = (0, trial.Step);
        (width, widthBefore) = (most, 2 * most);
        return SearchVerdict.Continue;
    }

    private void Choose(Point trial, double line)
    {
        if (!secondStage && trial.Value <= best.Value && trial.Value > line)
        {
            // Below the line lies nothing yet: f(t) - mu t f'(0) is searched, which has a minimum where the conditions hold.
            best = best.Tilted(-slopeOfLine);
            other = other.Tilted(-slopeOfLine);
            Interpolate(trial.Tilted(-slopeOfLine));
            best = best.Tilted(slopeOfLine);
            other = other.Tilted(slopeOfLine);
        }
        else
        {
            Interpolate(trial);
        }

        if (bracketed)
        {
            double now = Math.Abs(other.Step - best.Step);
            if (now >= 0.66 * widthBefore) Step = best.Step + (0.5 * (other.Step - best.Step));
            widthBefore = width;
            width = now;
            (least, most) = (Math.Min(best.Step, other.Step), Math.Max(best.Step, other.Step));
        }
        else
        {
            (least, most) = (Step + (1.1 * (Step - best.Step)), Step + (4 * (Step - best.Step)));
        }

        Step = Math.Clamp(Step, 0, largest);
        if (bracketed && (Step <= least || Step >= most || most - least <= SmallestInterval * most)) Step = best.Step;
    }

    /// <summary>Takes a trial into the interval, and sets the next one: section 4 of the paper.</summary>
    private void Interpolate(Point trial)
    {
        double sign = trial.Slope * Math.Sign(best.Slope);
        double theta = (3 * (best.Value - trial.Value) / (trial.Step - best.Step)) + best.Slope + trial.Slope;
        double scale = Math.Max(Math.Abs(theta), Math.Max(Math.Abs(best.Slope), Math.Abs(trial.Slope)));
        double inside = ((theta / scale) * (theta / scale)) - ((best.Slope / scale) * (trial.Slope / scale));
        double next;
        if (trial.Value > best.Value)
        {
            // Case 1: a higher value; the minimum is bracketed.
            double gamma = scale * Math.Sqrt(inside);
            if (trial.Step < best.Step) gamma = -gamma;
            double r = (gamma - best.Slope + theta) / (gamma - best.Slope + gamma + trial.Slope);
            double cubic = best.Step + (r * (trial.Step - best.Step));
            double quadratic = best.Step + (best.Slope / (((best.Value - trial.Value) / (trial.Step - best.Step)) + best.Slope) / 2 * (trial.Step - best.Step));
            next = Math.Abs(cubic - best.Step) < Math.Abs(quadratic - best.Step) ? cubic : cubic + ((quadratic - cubic) / 2);
            bracketed = true;
        }
        else if (sign < 0)
        {
            // Case 2: a lower value, a slope of the other sign; the minimum is bracketed.
            double gamma = scale * Math.Sqrt(inside);
            if (trial.Step > best.Step) gamma = -gamma;
            double r = (gamma - trial.Slope + theta) / (gamma - trial.Slope + gamma + best.Slope);
            double cubic = trial.Step + (r * (best.Step - trial.Step));
            double secant = trial.Step + (trial.Slope / (trial.Slope - best.Slope) * (best.Step - trial.Step));
            next = Math.Abs(cubic - trial.Step) > Math.Abs(secant - trial.Step) ? cubic : secant;
            bracketed = true;
        }
        else if (Math.Abs(trial.Slope) < Math.Abs(best.Slope))
        {
            // Case 3: a lower value, a slope of the same sign that falls off. The cubic may have no minimum, or one on the wrong side.
            double gamma = scale * Math.Sqrt(Math.Max(0, inside));
            if (trial.Step > best.Step) gamma = -gamma;
            double r = (gamma - trial.Slope + theta) / (gamma + (best.Slope - trial.Slope) + gamma);
            double cubic = r < 0 && gamma != 0 ? trial.Step + (r * (best.Step - trial.Step)) : trial.Step > best.Step ? most : least;
            double secant = trial.Step + (trial.Slope / (trial.Slope - best.Slope) * (best.Step - trial.Step));
            if (bracketed)
            {
                next = Math.Abs(cubic - trial.Step) < Math.Abs(secant - trial.Step) ? cubic : secant;
                double bound = trial.Step + (0.66 * (other.Step - trial.Step));
                next = trial.Step > best.Step ? Math.Min(bound, next) : Math.Max(bound, next);
            }
            else
            {
                next = Math.Abs(cubic - trial.Step) > Math.Abs(secant - trial.Step) ? cubic : secant;
                next = Math.Max(least, Math.Min(most, next));
            }
        }
        else if (bracketed)
        {
            // Case 4: a lower value, a slope of the same sign that does not fall off.
            theta = (3 * (trial.Value - other.Value) / (other.Step - trial.Step)) + other.Slope + trial.Slope;
            scale = Math.Max(Math.Abs(theta), Math.Max(Math.Abs(other.Slope), Math.Abs(trial.Slope)));
            double gamma = scale * Math.Sqrt(((theta / scale) * (theta / scale)) - ((other.Slope / scale) * (trial.Slope / scale)));
            if (trial.Step > other.Step) gamma = -gamma;
            double r = (gamma - trial.Slope + theta) / (gamma - trial.Slope + gamma + other.Slope);
            next = trial.Step + (r * (other.Step - trial.Step));
        }
        else
        {
            next = trial.Step > best.Step ? most : least;
        }

        if (trial.Value > best.Value)
        {
            other = trial;
        }
        else
        {
            if (sign < 0) other = best;
            best = trial;
        }

        // Interpolation between equal or infinite slopes has no answer: the middle is one.
        Step = double.IsFinite(next) ? next : 0.5 * (best.Step + other.Step);
    }

    /// <summary>A step with the value and the slope there.</summary>
    private readonly record struct Point(double Step, double Value, double Slope)
    {
        internal Point Tilted(double slope) => new(Step, Value + (Step * slope), Slope + slope);
    }
}
