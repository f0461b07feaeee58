// Where communities and people stand on the map: worked out in one go, the same for the same facts.
// Each community is a disc of those who are there alone; who is in several stands between them.
const APART = 1;
const MIDDLE = 1.5;
const MOST_STRETCHED = 1.6;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

// `places` and `people` are numbers of nodes, communities first; `links` pairs of nodes; `aspect` is width ÷ height.
export function layOut(places, people, links, aspect) {
  const near = neighbours(places + people, links);
  const { homes, lone, centres } = settle(places, people, near);
  const discs = members(homes, centres);
  const at = spread(discs, homes, aspect);
  const spots = new Array(places + people);
  for (let place = 0; place < places; place += 1) spots[place] = at[place];
  discs.forEach((disc, centre) => {
    disc.forEach((person, number) => {
      const far = Math.sqrt((MIDDLE * MIDDLE) + (number + 0.5) * 0.9) * APART;
      spots[person] = [at[centre][0] + far * Math.cos(number * GOLDEN), at[centre][1] + far * Math.sin(number * GOLDEN)];
    });
  });
  homes.forEach((home, person) => {
    if (home.length > 1) spots[person] = between(home, at, person);
  });
  relax(spots, places);
  standBelow(spots, lone, aspect);
  return stretched(spots, aspect);
}

// As wide for its height as the picture is, as far as what is round stays nearly round.
function stretched(spots, aspect) {
  const [left, right] = ends(spots.map(([x]) => x));
  const [top, bottom] = ends(spots.map(([, y]) => y));
  const [width, height] = [Math.max(right - left, 1), Math.max(bottom - top, 1)];
  const [wide, high] = [(100 * aspect) / width, 100 / height];
  const across = Math.min(wide, high * MOST_STRETCHED);
  const down = Math.min(high, wide * MOST_STRETCHED);
  return spots.map(([x, y]) => [(x - left) * across, (y - top) * down]);
}

// How far from each side of a picture the nodes begin, so that a step to the right is as long as a step down.
export function margins(spots, { width, height, side, top, bottom }) {
  const [wide, high] = [0, 1].map((axis) => {
    const [low, far] = ends(spots.map((spot) => spot[axis]));
    return far - low || 2; // what the library takes for nodes in one line
  });
  const [across, down] = [width - 2 * side, height - top - bottom];
  const scale = Math.min(across / wide, down / high);
  const [beside, above] = [(across - wide * scale) / 2, (down - high * scale) / 2];
  return { left: side + beside, right: side + beside, top: top + above, bottom: bottom + above };
}

function ends(numbers) {
  return numbers.reduce(([low, high], one) => [Math.min(low, one), Math.max(high, one)], [Infinity, -Infinity]);
}

function neighbours(count, links) {
  const near = Array.from({ length: count }, () => []);
  for (const [one, other] of links) {
    near[one].push(other);
    near[other].push(one);
  }
  return near;
}

// The centres around which each person stands: their communities, else where those are who they are linked to.
function settle(places, people, near) {
  const homes = new Map();
  let queue = [];
  for (let person = places; person < places + people; person += 1) {
    const mine = near[person].filter((node) => node < places);
    if (mine.length) homes.set(person, mine) && queue.push(person);
  }
  const follow = () => {
    for (let place = 0; place < queue.length; place += 1) {
      for (const other of near[queue[place]]) {
        if (other < places || homes.has(other)) continue;
        homes.set(other, [homes.get(queue[place])[0]]);
        queue.push(other);
      }
    }
  };
  follow();
  let centres = places;
  const lone = [];
  for (let person = places; person < places + people; person += 1) {
    if (homes.has(person)) continue;
    if (!near[person].length) {
      lone.push(person);
      continue;
    }
    homes.set(person, [centres]);
    centres += 1;
    queue = [person];
    follow();
  }
  return { homes, lone, centres };
}

function members(homes, centres) {
  const discs = Array.from({ length: centres }, () => []);
  for (const [person, home] of homes) if (home.length === 1) discs[home[0]].push(person);
  return discs;
}

// The centres push each other away until their discs do not touch; those who share people are drawn together.
function spread(discs, homes, aspect) {
  const wide = discs.map((disc) => Math.sqrt(MIDDLE * MIDDLE + disc.length * 0.9) + 0.9);
  const shared = pairs(homes);
  const ring = Math.sqrt(wide.reduce((sum, one) => sum + one * one, 0)) || 1;
  const at = discs.map((_disc, number) => [ring * aspect * Math.cos(number * GOLDEN), ring * Math.sin(number * GOLDEN)]);
  const rounds = discs.length > 120 ? 80 : 260;
  for (let round = 0; round < rounds; round += 1) {
    const heat = 1 - round / rounds;
    for (const [one, other, weight] of shared) pull(at[one], at[other], wide[one] + wide[other], heat * Math.min(0.06 * weight, 0.3));
    for (const spot of at) {
      spot[0] -= (spot[0] / aspect) * 0.02 * heat;
      spot[1] -= spot[1] * 0.02 * heat;
    }
    for (let one = 0; one < at.length; one += 1) {
      for (let other = one + 1; other < at.length; other += 1) push(at[one], at[other], wide[one] + wide[other], 0.5);
    }
  }
  return at;
}

function pairs(homes) {
  const found = new Map();
  for (const home of homes.values()) {
    for (let one = 0; one < home.length; one += 1) {
      for (let other = one + 1; other < home.length; other += 1) {
        const key = `${Math.min(home[one], home[other])} ${Math.max(home[one], home[other])}`;
        found.set(key, (found.get(key) ?? 0) + 1);
      }
    }
  }
  return [...found].map(([key, weight]) => [...key.split(" ").map(Number), weight]);
}

function pull(one, other, apart, force) {
  const [x, y] = [other[0] - one[0], other[1] - one[1]];
  const far = Math.hypot(x, y) || 1;
  const step = (Math.max(0, far - apart) / far) * force * 0.5;
  one[0] += x * step;
  one[1] += y * step;
  other[0] -= x * step;
  other[1] -= y * step;
}

function push(one, other, apart, force) {
  const [x, y] = [other[0] - one[0] || 0.01, other[1] - one[1] || 0.01];
  const far = Math.hypot(x, y);
  if (far >= apart) return;
  const step = ((apart - far) / far) * force;
  one[0] -= x * step * 0.5;
  one[1] -= y * step * 0.5;
  other[0] += x * step * 0.5;
  other[1] += y * step * 0.5;
}

function between(home, at, person) {
  const x = home.reduce((sum, place) => sum + at[place][0], 0) / home.length;
  const y = home.reduce((sum, place) => sum + at[place][1], 0) / home.length;
  return [x + Math.cos(person * GOLDEN) * 0.6, y + Math.sin(person * GOLDEN) * 0.6];
}

// People who stand on each other, or on a community, step aside; a grid says who is near enough to matter.
function relax(spots, places) {
  for (let round = 0; round < 40; round += 1) {
    const grid = new Map();
    const cell = (spot) => `${Math.floor(spot[0] / MIDDLE)} ${Math.floor(spot[1] / MIDDLE)}`;
    spots.forEach((spot, node) => {
      if (!grid.has(cell(spot))) grid.set(cell(spot), []);
      grid.get(cell(spot)).push(node);
    });
    spots.forEach((spot, node) => {
      const [x, y] = [Math.floor(spot[0] / MIDDLE), Math.floor(spot[1] / MIDDLE)];
      for (let dx = -1; dx <= 1; dx += 1) {
        for (let dy = -1; dy <= 1; dy += 1) {
          for (const other of grid.get(`${x + dx} ${y + dy}`) ?? []) {
            if (other > node && other >= places) push(spot, spots[other], node < places ? MIDDLE : APART * 0.9, 0.6);
          }
        }
      }
    });
  }
}

// Those without any link stand in rows beneath the rest.
function standBelow(spots, lone, aspect) {
  const placed = spots.filter(Boolean);
  const left = Math.min(...placed.map(([x]) => x), 0);
  const right = Math.max(...placed.map(([x]) => x), left + Math.sqrt(lone.length * aspect) * 1.2);
  const low = placed.length ? Math.max(...placed.map(([, y]) => y)) + 2 : 0;
  const across = Math.max(1, Math.floor((right - left) / (APART * 1.2)));
  lone.forEach((person, number) => {
    spots[person] = [left + (number % across) * APART * 1.2, low + Math.floor(number / across) * APART * 1.2];
  });
}
